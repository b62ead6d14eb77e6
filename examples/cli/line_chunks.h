#ifndef IAMEVAL_EXAMPLES_CLI_LINE_CHUNKS_H_
#define IAMEVAL_EXAMPLES_CLI_LINE_CHUNKS_H_

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace iameval_cli {

// Whole lines of the input, with their line feeds; the last line of the input
// may lack it. Of a line that is too long nothing: it is skipped.
struct LineChunk {
  std::string text;
  std::size_t first_line = 1;  // its number in the input
  bool too_long = false;       // a single line, which is not in `text`
};

// Reads a file, or standard input for "-", chunk by chunk. What is there is
// handed out at once, so that whoever writes a line into a pipe and waits for
// its answer gets it. Memory: a chunk, or the longest line that is taken.
class LineChunks {
 public:
  static constexpr std::size_t kLongestLine = std::size_t{16} << 20;

  // `stopped` says that somebody asked for a stop (Session::stopped); it is
  // noticed even while there is nothing to read.
  static absl::StatusOr<LineChunks> Open(const std::string& path,
                                         std::function<bool()> stopped);
  LineChunks(LineChunks&& other) noexcept;
  LineChunks& operator=(LineChunks&&) = delete;
  ~LineChunks();

  // The next chunk; false at the end, after a stop and at an error.
  bool Next(LineChunk& chunk);
  // What ended it, if it was neither the end nor a stop. Names the file.
  [[nodiscard]] const absl::Status& status() const { return status_; }

 private:
  enum class Got { kSome, kEnd, kStopped };

  LineChunks(std::string path, int file, std::function<bool()> stopped)
      : path_(std::move(path)), file_(file), stopped_(std::move(stopped)) {}

  // Appends what can be read to `text`.
  Got Read(std::string& text);
  bool WaitForInput();
  // Goes past the line feed that ends a line too long to be kept.
  bool SkipLine(LineChunk& chunk);
  void Fail(int error);

  std::string path_;
  int file_;
  std::function<bool()> stopped_;
  std::string rest_;      // read, and not yet handed out
  std::size_t line_ = 1;  // the number of the line that begins in rest_
  absl::Status status_;
};

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_LINE_CHUNKS_H_
