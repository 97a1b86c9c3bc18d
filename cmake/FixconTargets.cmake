# Helpers for the tree's targets: one library per folder of lib/, one GoogleTest binary per
# folder of unittests/. Every target gets the warnings and the sanitizers from fixconOptions.

# Clones of the tree share what ccache has: it sees paths relative to the tree. It trusts precompiled
# headers only if told to. It must judge by the files read (depend mode), not by preprocessed text: a
# precompiled header from before a comment was edited would not be known as the same #pragma once file.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_DEPEND=1 CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${CCACHE_PROGRAM})
endif()

set(standardHeaders <algorithm> <functional> <map> <memory> <optional> <set> <span> <sstream> <string>
    <string_view> <unordered_map> <unordered_set> <variant> <vector> <llvm/Support/LogicalResult.h>)

add_library(fixconOptions INTERFACE)
target_include_directories(fixconOptions INTERFACE ${PROJECT_SOURCE_DIR}/include)
target_compile_options(fixconOptions INTERFACE -Wall -Wextra -Wpedantic)
if(FIXCON_WERROR)
  target_compile_options(fixconOptions INTERFACE -Werror)
endif()
if(FIXCON_SANITIZE)
  target_compile_options(fixconOptions INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(fixconOptions INTERFACE -fsanitize=address,undefined)
endif()

if(FIXCON_FUZZ)
  target_compile_options(fixconOptions INTERFACE -fsanitize=fuzzer-no-link)
endif()

# fixcon_precompile(target PRECOMPILE <headers> | REUSE <target>): reading headers is most of what a small
# file costs. The clang presets build without, so that a file that forgets an #include is found.
function(fixcon_precompile target)
  cmake_parse_arguments(ARG "" "REUSE" "PRECOMPILE" ${ARGN})
  if(NOT FIXCON_PRECOMPILE)
    return()
  endif()
  if(ARG_REUSE)
    target_precompile_headers(${target} REUSE_FROM ${ARG_REUSE})
  elseif(ARG_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${ARG_PRECOMPILE})
  endif()
endfunction()

# fixcon_library(Name SOURCES ... DEPENDS <lower fixcon libraries> EXTERNAL <system libraries>)
# Externals are linked PRIVATE and their headers are system headers: they stay out of our headers.
# PRECOMPILE and REUSE are those of fixcon_precompile.
function(fixcon_library name)
  cmake_parse_arguments(ARG "" "REUSE" "SOURCES;DEPENDS;EXTERNAL;PRECOMPILE" ${ARGN})
  add_library(fixcon${name} STATIC ${ARG_SOURCES})
  target_link_libraries(fixcon${name} PUBLIC fixconOptions)
  foreach(dep IN LISTS ARG_DEPENDS)
    target_link_libraries(fixcon${name} PUBLIC fixcon${dep})
  endforeach()
  target_link_libraries(fixcon${name} PRIVATE ${ARG_EXTERNAL})
  fixcon_precompile(fixcon${name} REUSE ${ARG_REUSE} PRECOMPILE ${ARG_PRECOMPILE})
endfunction()

# fixcon_unittest(Name SOURCES ... DEPENDS ...): unittests/<Name>, registered with ctest.
function(fixcon_unittest name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;EXTERNAL" ${ARGN})
  add_executable(${name}Tests ${ARG_SOURCES})
  foreach(dep IN LISTS ARG_DEPENDS)
    target_link_libraries(${name}Tests PRIVATE fixcon${dep})
  endforeach()
  target_link_libraries(${name}Tests PRIVATE ${ARG_EXTERNAL} GTest::gtest_main)
  # What they test is optimised; they are a third of the build and a few seconds of the run.
  target_compile_options(${name}Tests PRIVATE $<$<CONFIG:Release>:-O1>)
  target_include_directories(${name}Tests PRIVATE ${PROJECT_BINARY_DIR}/unittests)
  if(NOT name STREQUAL Support)
    fixcon_precompile(${name}Tests REUSE SupportTests)
  else()
    fixcon_precompile(${name}Tests PRECOMPILE <gtest/gtest.h> ${standardHeaders} <fixcon/IR/Module.h>)
  endif()
  add_test(NAME unit-${name} COMMAND ${name}Tests)
endfunction()
