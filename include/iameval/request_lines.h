#ifndef IAMEVAL_REQUEST_LINES_H_
#define IAMEVAL_REQUEST_LINES_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "iameval/account_file.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/export.h"
#include "iameval/request.h"

namespace iameval {

// A request as one line of a file of requests (JSON Lines): the `request`
// object of a decision case, with an `id`, a string or number, if wanted.
//
//   {"id": 17, "principal": "arn:aws:iam::111122223333:role/DemoRole",
//    "action": "s3:GetObject", "resource":
//    "arn:aws:s3:::amzn-s3-demo-bucket/a", "resourceAccount": "111122223333",
//    "context": {}}
struct RequestLine {
  // As written, with quotation marks if it is a string. Empty when there is
  // none, or the line is no JSON.
  std::string id;
  // The same decoded: without quotation marks and escapes.
  std::string id_text;
  // InvalidArgumentError as ParseRequest says.
  absl::StatusOr<Request> request;
};

// Linear in the text.
[[nodiscard]] IAMEVAL_EXPORT RequestLine
ParseRequestLine(std::string_view json);

// Decides request lines, as many as there are, in memory that does not grow
// with their number: the usual line is read straight into a Query, without a
// tree or a Request. The answers and errors are those of ParseRequestLine and
// Engine::Evaluate. Not thread-safe: one for each thread.
//
//   iameval::LineEvaluator evaluator(file);
//   while (std::getline(std::cin, line)) {
//     const auto decision = evaluator.Evaluate(line);
//     Answer(evaluator.id(), decision);
//   }
class IAMEVAL_EXPORT LineEvaluator {
 public:
  explicit LineEvaluator(const Engine& engine);
  // Refuses requests as AccountFile::CheckAction says.
  explicit LineEvaluator(const AccountFile& file);
  LineEvaluator(LineEvaluator&&) noexcept;
  LineEvaluator& operator=(LineEvaluator&&) noexcept;
  ~LineEvaluator();

  // Linear in the text, and what the decision costs.
  [[nodiscard]] absl::StatusOr<Decision> Evaluate(std::string_view json);
  // Costs what Engine::Explain costs.
  [[nodiscard]] absl::StatusOr<Explanation> Explain(std::string_view json);

  // Of the last line, even if it was refused: as in RequestLine. Valid until
  // the next line.
  [[nodiscard]] std::string_view id() const;
  [[nodiscard]] std::string_view id_text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace iameval

#endif  // IAMEVAL_REQUEST_LINES_H_
