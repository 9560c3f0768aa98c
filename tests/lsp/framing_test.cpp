#include "lsp/framing.h"

#include <doctest/doctest.h>

#include <string>

#include "lsp/channel.h"

namespace cudafit::lsp {
namespace {

using Kind = Frame::Kind;

TEST_CASE("a frame is taken from the front") {
  const std::string two = framed("{}") + framed("[1]");
  const Frame first = take_frame(two);
  REQUIRE(first.kind == Kind::message);
  CHECK(first.body == "{}");
  const Frame second = take_frame(std::string_view(two).substr(first.size));
  REQUIRE(second.kind == Kind::message);
  CHECK(second.body == "[1]");
  CHECK(first.size + second.size == two.size());
}

TEST_CASE("a frame that is not all there is waited for") {
  const std::string whole = framed(R"({"a":1})");
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK(take_frame(std::string_view(whole).substr(0, size)).kind == Kind::partial);
}

TEST_CASE("headers") {
  const auto body = [](std::string_view bytes) { return std::string(take_frame(bytes).body); };
  CHECK(body("content-length:2\r\n\r\nab") == "ab");
  CHECK(body("Content-Length:  2 \r\nX: y\r\n\r\nab") == "ab");
  CHECK(body("X: y\r\nCONTENT-LENGTH: 2\r\n\r\nab") == "ab");
  CHECK(body("Content-Length: 2\n\nab") == "ab");
  CHECK(body("Content-Length: 2\r\nContent-Length: 2\r\n\r\nab") == "ab");
  CHECK(take_frame("Content-Length: 0\r\n\r\n").kind == Kind::message);
}

TEST_CASE("what cannot be followed any more is broken") {
  for (const std::string& bytes :
       {std::string("\r\n\r\n"), std::string("{}\r\n\r\n"),
        std::string("Content-Length: x\r\n\r\n"), std::string("Content-Length: 2x\r\n\r\n"),
        std::string("Content-Length:\r\n\r\n"), std::string("Content-Length: +2\r\n\r\n"),
        std::string("Content-Length: -2\r\n\r\n"), std::string("Content-Length: 67108865\r\n\r\n"),
        std::string("Content-Length: 2\r\nContent-Length: 3\r\n\r\nab"),
        "X: " + std::string(most_header, 'a'), std::string(most_header, 'a')}) {
    const Frame frame = take_frame(bytes);
    CHECK_MESSAGE(frame.kind == Kind::broken, bytes.substr(0, 40));
    CHECK(!frame.problem.empty());
  }
  CHECK(take_frame("Content-Length: 67108864\r\n\r\n").kind == Kind::partial);
}

TEST_CASE("messages") {
  using In = Incoming::Kind;
  CHECK(read_message(R"({"jsonrpc":"2.0","method":"x"})").kind == In::message);
  CHECK(read_message(R"({"jsonrpc":"2.0","id":null,"error":{}})").kind == In::message);
  CHECK(read_message("{").code == -32700);
  CHECK(read_message("[]").code == -32600);
  CHECK(read_message(R"({"jsonrpc":"2.0","id":"a","method":1})").id == "a");
  const std::string deep = std::string(101, '[') + std::string(101, ']');
  CHECK(read_message(deep).code == -32700);
  CHECK(read_message(deep.substr(1, 200)).code == -32600);
  // Brackets in texts are none.
  CHECK(parse("[\"" + std::string(500, '[') + "\\\"[\"]").has_value());
}

}  // namespace
}  // namespace cudafit::lsp
