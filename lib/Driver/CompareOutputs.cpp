// A wrong path costs a diagnostic here, and a whole repair at its end. What a command reads it never
// overwrites, however the path is spelt - the source least of all, for nothing can tell a loss of the
// truth - but for the target, if --in-place says so. A name that the user did not give takes no file's place.
#include "CompareOutputs.h"

#include "Models.h"
#include "fixcon/Support/File.h"

#include <filesystem>

namespace fixcon {

namespace {

/// A file of the command line, and what it is to the user.
struct NamedFile {
  std::string role, path;
};

class Outputs {
public:
  Outputs(Session &session, CompareRequest &request)
      : session(session), diags(session.diags), line(session.line), request(request) {}

  LogicalResult read() {
    if (request.goal == CompareGoal::Repair && failed(chooseOutput()))
      return failure();
    return success(succeeded(checkOutput()) && succeeded(checkReport()));
  }

private:
  LogicalResult chooseOutput() {
    const std::string &target = request.target.path;
    std::string path = line.get("output").value_or(target);
    bool inPlace = line.has("in-place");
    if (inPlace && target == "-")
      return session.usageError() << "--in-place: standard input cannot be written";
    if (inPlace && !isSameFile(path, target))
      return session.usageError() << "--in-place writes to the target, -o names another file";
    if (inPlace || line.has("output"))
      return nameOutput(path, line.get("to"));
    if (target == "-")
      return session.usageError() << "-o is needed where the target is standard input";
    return nameDefault();
  }

  LogicalResult nameOutput(const std::string &path, const std::optional<std::string> &to) {
    auto format = formatToWrite(path, to, diags);
    if (failed(format))
      return failure();
    request.output = {path, *format};
    return success();
  }

  LogicalResult nameDefault() {
    auto to = line.get("to");
    const Format *format = to ? formatNamed(*to) : request.target.format;
    std::filesystem::path path = request.target.path;
    path.replace_extension(".fixed" + std::string(format ? format->extension : ""));
    if (failed(nameOutput(path.native(), to ? to : std::string(request.target.format->name))))
      return failure();
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, ignored)))
      return diags.error(Location::inFile(path.native()))
             << "is there already; -o names the file to write";
    return success();
  }

  /// What the command reads, but for the target.
  std::vector<NamedFile> inputs() const {
    std::vector<NamedFile> files{{"the source", request.source.path}, {"--data", request.data}};
    for (const char *option : {"preprocess", "preprocess-source", "preprocess-target"})
      if (auto spec = line.get(option))
        files.push_back({std::string("--") + option, *spec});
    for (const GivenValue &value : request.values)
      files.push_back({"--value", value.path});
    return files;
  }

  LogicalResult checkNotRead(const std::string &path, const std::vector<NamedFile> &others) {
    for (const NamedFile &other : others)
      if (path != "-" && other.path != "-" && isSameFile(path, other.path))
        return diags.error(Location::inFile(path))
               << "is " << other.role << ", which is not overwritten";
    return success();
  }

  LogicalResult checkOutput() {
    if (!request.output)
      return success();
    const std::string &path = request.output->path;
    if (failed(checkNotRead(path, inputs())))
      return failure();
    if (!line.has("in-place") && path != "-" && isSameFile(path, request.target.path))
      return diags.error(Location::inFile(path))
             << "is the target; --in-place says that it may be overwritten";
    return checkWritable(path, diags);
  }

  LogicalResult checkReport() {
    auto path = line.get("json");
    if (!path)
      return success();
    std::vector<NamedFile> others = inputs();
    others.push_back({"the target", request.target.path});
    if (request.output && request.output->path == *path)
      return session.usageError() << "--json and -o name the same file, '" << *path << "'";
    if (request.output)
      others.push_back({"the output", request.output->path});
    return success(succeeded(checkNotRead(*path, others)) &&
                   succeeded(checkWritable(*path, diags)));
  }

  Session &session;
  Diagnostics &diags;
  const CommandLine &line;
  CompareRequest &request;
};

} // namespace

LogicalResult readOutputs(Session &session, CompareRequest &request) {
  return Outputs(session, request).read();
}

} // namespace fixcon
