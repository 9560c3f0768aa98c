#include "document/find_call.h"

#include <algorithm>

#include "document/paths.h"
#include "read/dockerignore.h"
#include "source/files.h"
#include "terms/ascii.h"
#include "terms/word_list.h"

namespace cudafit::document {

FindCall find_call(const Command& command) {
  FindCall out;
  const std::vector<Text>& words = command.words;
  std::size_t at = command.arguments();
  while (at < words.size() && listed("-L -H -P", words[at].value)) ++at;
  for (; at < words.size(); ++at) {
    const std::string_view word = words[at].value;
    if (word.starts_with('-') || word == "(" || word == "!") break;
    out.starts.push_back(&words[at]);
  }
  bool or_else = false;
  bool other_ways = false;
  for (; at < words.size(); ++at) {
    const std::string_view word = words[at].value;
    const std::string_view before = words[at - 1].value;
    const bool next = at + 1 < words.size();
    if (listed("-o -or ,", word)) or_else = true;
    if (listed("-path -ipath -wholename -regex -iregex -inum -newer -size -mtime", word))
      other_ways = true;
    if (listed("-delete -fprint -fls", word)) out.changes = true;
    if (listed("-name -iname", word) && next && before != "!" && before != "-not")
      out.names.push_back(&words[at + 1]);
    if (listed("-exec -execdir -ok -okdir", word) && next) {
      const std::string_view program = file_name(words[at + 1].value);
      out.changes = out.changes || !listed(
                                       "chmod chown chgrp ls cat head tail file stat grep egrep "
                                       "fgrep wc md5sum sha256sum strip du echo printf test",
                                       program);
    }
  }
  out.named = !out.names.empty() && !(or_else && other_ways);
  return out;
}

bool finds_name(const FindCall& call, std::string_view name) {
  return !call.named || std::any_of(call.names.begin(), call.names.end(), [&](const Text* pattern) {
    return !pattern->complete ||
           read::path_match(ascii::lowered(pattern->value), ascii::lowered(name));
  });
}

}  // namespace cudafit::document
