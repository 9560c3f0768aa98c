#pragma once
// Failures of the tool (no such file, bad flag), as opposed to flaws in the user's files, which are
// Diagnostics.

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace cudafit {

/// Set where a caller treats one failure unlike the others.
enum class FailureKind : std::uint8_t {
  other,
  missing,    ///< there is no such file
  too_large,  ///< a file above max_file_size: the user's flaw (a parse-error), not the tool's
};

/// Why something could not be done, in words for the user.
struct Failure {
  std::string message;
  FailureKind kind = FailureKind::other;
};

/// A value or the reason there is none.
template <typename T>
class Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Failure failure) : state_(std::move(failure)) {}

  explicit operator bool() const { return std::holds_alternative<T>(state_); }
  T& operator*() { return std::get<T>(state_); }
  const T& operator*() const { return std::get<T>(state_); }
  T* operator->() { return &std::get<T>(state_); }
  const T* operator->() const { return &std::get<T>(state_); }
  const std::string& error() const { return std::get<Failure>(state_).message; }
  FailureKind failure() const { return std::get<Failure>(state_).kind; }

 private:
  std::variant<T, Failure> state_;
};

}  // namespace cudafit
