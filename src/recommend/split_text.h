#pragma once
// The bytes of one stage, instruction by instruction, and what can be done to them. Private to the
// recommend room.

#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "source/diagnostic.h"

namespace cudafit::recommend {

/// One instruction with the comments and blank lines in front of it, up to and including its line
/// ending.
struct Chunk {
  std::size_t begin = 0, end = 0;  ///< offsets in the file
};

/// FROM first, then one for each step. What stands behind the last one belongs to what follows.
std::vector<Chunk> chunks_of(const document::Stage& stage, std::string_view bytes);

/// What the file ends its lines with.
std::string_view line_ending(std::string_view bytes);

/// The chunk with edits that lie in it, without the lines that these leave empty but for the
/// `escape` that continues them; always ends with a line ending.
std::string written(std::string_view bytes, Chunk chunk, std::vector<Edit> edits, char escape);

/// Takes a word out of a command, with the blanks and continued lines in front of it.
Edit without_word(std::string_view bytes, Span word, char escape);

/// The FROM of the stage with another image and another name; `name` empty: as it is, `-`: none.
std::string from_line(const document::Stage& stage, std::string_view bytes, std::string_view image,
                      std::string_view name);

/// The image as FROM writes it, variables kept, with `tag` in place of `old_tag`; literal where
/// what differs is not written there.
std::string image_words(const document::Stage& stage, std::string_view repository,
                        std::string_view old_tag, std::string_view tag);

/// A name that no stage has yet; empty where each that would do is taken.
std::string free_name(const document::Document& document);

/// `path` is named in the text, and not as the beginning of another name.
bool names_path(std::string_view text, std::string_view path);
/// The word stands in the text, with nothing beside it that names are made of.
bool names_word(std::string_view text, std::string_view word);

}  // namespace cudafit::recommend
