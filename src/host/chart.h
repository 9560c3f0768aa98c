#pragma once
// What comes of looking: checks, each with a verdict and its reasons.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/seen.h"
#include "matrix/matrix.h"

namespace cudafit::host {

enum class Verdict : std::uint8_t {
  ok,
  failed,     ///< something does not work
  warning,    ///< it may not, or not always
  not_known,  ///< it could not be told
  not_here,   ///< the machine has no such thing
};
/// "not known".
std::string_view name(Verdict verdict);

struct Check {
  std::string_view id;
  Verdict verdict = Verdict::ok;
  std::string_view problem{};  ///< of the check: "no-uvm"; empty where there is none
  std::string seen{};          ///< one clause; untrusted
  std::string from{};          ///< paths and programs; empty: nothing was there to look at
  std::string why{};           ///< one sentence without a full stop
  std::vector<matrix::Citation> sources{};
  std::vector<std::string> fix{};  ///< commands; empty where there is none to give
};

/// Values of the {fields} in commands.
using Fields = std::map<std::string, std::string, std::less<>>;

class Chart {
 public:
  explicit Chart(const Seen& seen) : seen_(seen) {}

  void ok(std::string_view id, std::string seen, std::string from);
  /// As the tables word the problem. What only memory says is no failure: a warning then.
  Check& failed(std::string_view id, std::string_view problem, std::string seen, std::string from,
                const Fields& fields = {});
  Check& warning(std::string_view id, std::string_view problem, std::string seen, std::string from,
                 const Fields& fields = {});
  void not_known(std::string_view id, std::string why_not, std::string from = {});
  void not_here(std::string_view id, std::string why_not = {});

  /// The first check that has failed among those whose names begin so; null: none.
  const Check* failure(std::string_view prefix) const;

  std::vector<Check> take() { return std::move(checks_); }

 private:
  Check& add(std::string_view id, Verdict verdict, std::string seen, std::string from);
  Check& trouble(std::string_view id, Verdict verdict, std::string_view problem, std::string seen,
                 std::string from, const Fields& fields);

  const Seen& seen_;
  std::vector<Check> checks_{};
};

// What is looked at, in the order of the report.
void check_container(const Seen& seen, Chart& chart);
void check_wsl(const Seen& seen, Chart& chart);
void check_jetson(const Seen& seen, Chart& chart);
void check_module(const Seen& seen, Chart& chart);
void check_driver(const Seen& seen, Chart& chart);
void check_gpus(const Seen& seen, Chart& chart);
void check_devices(const Seen& seen, Chart& chart);
void check_docker(const Seen& seen, Chart& chart);
void check_toolkit(const Seen& seen, Chart& chart);
void check_cdi(const Seen& seen, Chart& chart);
void check_clients(const Seen& seen, Chart& chart);
void check_room(const Seen& seen, Chart& chart);

}  // namespace cudafit::host
