"""Configuration of the text tests: which files are tests, and where the tools are.

The build folder comes in by --param build=DIR, the folder of FileCheck, not and split-file by
--param llvm_bin=DIR, the interpreter for test scripts by --param python=FILE.
"""

import os

import lit.formats

config.name = "fixcon"
# By bash: the tests look at one of the two output streams by order of redirections.
config.test_format = lit.formats.ShTest(execute_external=True)
config.suffixes = [".ir", ".test"]
config.excludes = ["Inputs"]
config.test_source_root = os.path.dirname(__file__)

build = os.path.abspath(lit_config.params["build"])
config.test_exec_root = os.path.join(build, "test", "lit")

path = [os.path.join(build, "bin"), lit_config.params["llvm_bin"], config.environment["PATH"]]
config.environment["PATH"] = os.pathsep.join(path)
# FileCheck complains about its own options in the environment of whoever runs the tests.
config.environment.pop("FILECHECK_OPTS", None)

source = os.path.dirname(config.test_source_root)
python = lit_config.params.get("python", "python3")
config.substitutions += [
    ("%inputs", os.path.join(config.test_source_root, "Inputs")),
    ("%source", source),
    ("%build", build),
    ("%python", python),
    ("%exits", python + " " + os.path.join(config.test_source_root, "Inputs", "exits.py")),
    ("%interrupt", python + " " + os.path.join(config.test_source_root, "Inputs", "interrupt.py")),
    ("%terminal", python + " " + os.path.join(config.test_source_root, "Inputs", "terminal.py")),
    ("%npy", python + " " + os.path.join(config.test_source_root, "Inputs", "npy.py")),
    ("%npz", python + " " + os.path.join(config.test_source_root, "Inputs", "npz.py")),
    ("%onnx", "protoc --encode=fixcon.onnx.ModelProto --proto_path="
     + os.path.join(source, "lib", "Formats", "ONNX", "Codec") + " onnx.proto"),
    ("%tflite", "flatc --binary -o . " + os.path.join(source, "lib", "Formats", "TFLite", "Codec", "Model.fbs")),
    ("%validate-report", python + " " + os.path.join(source, "utils", "validate-report.py")
     + " " + os.path.join(source, "docs", "report.schema.json")),
]
