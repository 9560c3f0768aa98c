#pragma once
// What the probe says: members of one JSON object, written to a pipe as they are known, so that a
// crash or a hang loses nothing. Only C: no library of C++ may be needed where the probe runs.

namespace probe {

/// Where it all goes; each write is one member, "\"kernel\":{...}", with a newline behind it.
void say_to(int descriptor);
/// The step that comes next. Who is left at one that never ended knows where it hangs or crashed.
void step(const char* name);

/// One member while it is put together. Too much is cut at a member of it.
class Member {
 public:
  explicit Member(const char* name);
  /// An object inside, in an array or by itself: `open` and `shut` come in pairs.
  void open(const char* name, char bracket = '{');
  void shut(char bracket = '}');
  void text(const char* name, const char* value);  ///< null is left out
  void number(const char* name, long long value);
  void truth(const char* name, bool value);
  /// Ends the object and sends it.
  void send();

 private:
  void key(const char* name);
  void put(char c);
  void put_raw(const char* text);
  void put_text(const char* text);

  char buffer_[8192];
  unsigned long size_ = 0;
  bool first_ = true;
};

}  // namespace probe
