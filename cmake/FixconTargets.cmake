# Helpers for the tree's targets: one library per folder of lib/, one GoogleTest binary per
# folder of unittests/. Every target gets the warnings and the sanitizers from fixconOptions.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

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

# fixcon_library(Name SOURCES ... DEPENDS <lower fixcon libraries> EXTERNAL <system libraries>)
# Externals are linked PRIVATE and their headers are system headers: they stay out of our headers.
function(fixcon_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;EXTERNAL" ${ARGN})
  add_library(fixcon${name} STATIC ${ARG_SOURCES})
  target_link_libraries(fixcon${name} PUBLIC fixconOptions)
  foreach(dep IN LISTS ARG_DEPENDS)
    target_link_libraries(fixcon${name} PUBLIC fixcon${dep})
  endforeach()
  target_link_libraries(fixcon${name} PRIVATE ${ARG_EXTERNAL})
endfunction()

# fixcon_unittest(Name SOURCES ... DEPENDS ...): unittests/<Name>, registered with ctest.
function(fixcon_unittest name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;EXTERNAL" ${ARGN})
  add_executable(${name}Tests ${ARG_SOURCES})
  foreach(dep IN LISTS ARG_DEPENDS)
    target_link_libraries(${name}Tests PRIVATE fixcon${dep})
  endforeach()
  target_link_libraries(${name}Tests PRIVATE ${ARG_EXTERNAL} GTest::gtest_main)
  target_compile_definitions(${name}Tests PRIVATE
    FIXCON_SOURCE_DIR="${PROJECT_SOURCE_DIR}" FIXCON_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME unit-${name} COMMAND ${name}Tests)
endfunction()
