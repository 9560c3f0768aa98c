// Which packages do not share an environment.
#include "recommend/pick.h"

#include <doctest/doctest.h>

using namespace cudafit;
using namespace cudafit::recommend;

namespace {

Pick wheels(std::string title, Version cuda, std::map<std::string, std::string> pins) {
  Pick out;
  out.title = std::move(title);
  out.cuda = cuda;
  out.pins = std::move(pins);
  return out;
}

constexpr Version cuda12{{12, 4}, 2};
constexpr Version cuda13{{13, 0}, 2};

bool exclude(const std::string& one, const std::string& other) {
  const Pick a = wheels("a", cuda12, {{"x", one}});
  const Pick b = wheels("b", cuda12, {{"x", other}});
  CHECK(clash(a, b).why.empty() == clash(b, a).why.empty());
  return !clash(a, b).why.empty();
}

}  // namespace

TEST_CASE("picks: requirements that no version meets") {
  CHECK(exclude("==9.1.0.70", "==9.3.0.75"));
  CHECK(exclude("==9.1.0.70", ">=8.9,<9.0"));
  CHECK(exclude("==12.4.*", "==12.5.82"));
  CHECK(exclude("==12.4.*", ">=12.5.3,<13"));
  CHECK_FALSE(exclude("==9.1.0.70", "==9.1.0.70"));
  CHECK_FALSE(exclude("==9.1.0.70", ">=9.1,<10"));
  CHECK_FALSE(exclude("==12.4.*", ">=12.1.105"));
  CHECK_FALSE(exclude("==12.4.*", "==12.4.127"));
  // What cannot be read, or is two ranges, proves nothing.
  CHECK_FALSE(exclude(">=9,<10", ">=10"));
  CHECK_FALSE(exclude("whatever", "==1"));
  const Pick a = wheels("a", cuda12, {{"x", "==1"}});
  CHECK(clash(a, wheels("b", cuda12, {{"y", "==2"}})).why.empty());
  CHECK_FALSE(clash(a, wheels("b", cuda13, {})).why.empty());
}

TEST_CASE("picks: one process takes one cuDNN of a major") {
  const Pick brings = wheels("a", cuda12, {{"nvidia-cudnn-cu12", "==9.1.0.70"}});
  Pick opens = wheels("b", cuda12, {});
  opens.own_cuda = false;
  opens.cudnn_major = 9;
  CHECK(clash(brings, opens).why.find("cuDNN 9.1.0.70") != std::string::npos);
  CHECK(clash(opens, brings).why == clash(brings, opens).why);
  opens.cudnn_major = 8;
  CHECK(clash(brings, opens).why.empty());
  opens.cudnn_major = 9;
  opens.own_cuda = true;
  CHECK(clash(brings, opens).why.empty());
}

TEST_CASE("picks: how far two come") {
  const Pick jax = wheels("jax", cuda12, {{"nvidia-cudnn-cu12", ">=8.9,<9"}});
  const auto at = [&](const Pick& other) {
    CHECK(clash(jax, other).at == clash(other, jax).at);
    CHECK(clash(jax, other).why.empty() == (clash(jax, other).at == Apart::together));
    return clash(jax, other).at;
  };
  CHECK(at(wheels("a", cuda13, {})) == Apart::cuda);
  CHECK(at(wheels("a", cuda12, {{"nvidia-cudnn-cu12", "==9.1.0.70"}})) == Apart::requirements);
  CHECK(at(wheels("a", cuda12, {{"nvidia-cudnn-cu12", "==8.9.2.26"}})) == Apart::together);
  CHECK(Apart::cuda < Apart::requirements);
  // One of which nothing is said but that it is one certain release.
  Pick unknown = wheels("a", cuda12, {});
  unknown.unknown_pin = "nvidia-cudnn-cu12";
  CHECK(at(unknown) == Apart::requirements);
  CHECK(clash(unknown, wheels("b", cuda12, {})).why.empty());
  CHECK(clash(unknown, wheels("b", cuda12, {{"nvidia-cudnn-cu12", ""}})).why.empty());
}

TEST_CASE("picks: an index of its own goes alone") {
  Pick alone = wheels("a", cuda12, {});
  alone.alone = true;
  CHECK_FALSE(clash(alone, wheels("b", cuda12, {})).why.empty());
}
