#ifndef IAMEVAL_TESTS_REFERENCE_REQUESTS_H_
#define IAMEVAL_TESTS_REFERENCE_REQUESTS_H_

#include <string_view>

#include "iameval/request.h"

// Requests for the tests of this folder.

namespace iameval::reference {

inline constexpr std::string_view kAlice =
    "arn:aws:iam::111122223333:user/Alice";
inline constexpr std::string_view kObject =
    "arn:aws:s3:::amzn-s3-demo-bucket/reports/q1.csv";

// Alice reads an object of her own account.
inline Request::Builder AliceReads() {
  Request::Builder builder;
  builder.Principal(kAlice)
      .Action("s3:GetObject")
      .Resource(kObject)
      .ResourceAccount("111122223333");
  return builder;
}

}  // namespace iameval::reference

#endif  // IAMEVAL_TESTS_REFERENCE_REQUESTS_H_
