#pragma once
// What must hold of every place and every text that a reader gives back.

#include <string_view>

#include "read/hcl.h"
#include "read/json.h"
#include "read/yaml.h"
#include "source/report.h"
#include "source/text.h"
#include "targets.h"

namespace cudafit::fuzz {

/// Nowhere, or in the file.
inline void inside(const Span& span, std::string_view bytes) {
  hold(!span || (span.begin <= span.end && span.end <= bytes.size()), "a place outside the file");
}

/// The pieces cover the text, and what is said to stand in the file stands there.
inline void inside(const Text& text, std::string_view bytes) {
  std::size_t at = 0;
  for (const Piece& piece : text.pieces) {
    hold(piece.at == at, "pieces with a gap");
    at += piece.size;
    hold(at <= text.size(), "a piece beyond the text");
    inside(piece.from, bytes);
    if (!piece.from || !piece.exact) continue;
    hold(piece.from.size() == piece.size &&
             bytes.substr(piece.from.begin, piece.size) ==
                 std::string_view(text.value).substr(piece.at, piece.size),
         "a text that does not stand where it says");
  }
  hold(at == text.size(), "a text without all its pieces");
}

inline void inside(const read::Yaml& value, std::string_view bytes) {
  inside(value.text, bytes);
  inside(value.span, bytes);
  for (const read::Yaml& item : value.items) inside(item, bytes);
  for (const read::YamlEntry& entry : value.entries) {
    inside(entry.key, bytes);
    inside(entry.value, bytes);
  }
}

inline void inside(const read::JsonValue& value, std::string_view bytes) {
  inside(value.text, bytes);
  inside(value.span, bytes);
  for (const Text& key : value.keys) inside(key, bytes);
  for (const read::JsonValue& item : value.items) inside(item, bytes);
  hold(value.kind != read::JsonValue::Kind::object || value.keys.size() == value.items.size(),
       "an object with keys and no values");
}

inline void inside(const read::HclExpression& value, std::string_view bytes) {
  inside(value.text, bytes);
  inside(value.span, bytes);
  for (const read::HclExpression& item : value.items) inside(item, bytes);
}

inline void inside(const read::HclBlock& block, std::string_view bytes) {
  inside(block.type, bytes);
  inside(block.span, bytes);
  for (const Text& label : block.labels) inside(label, bytes);
  for (const read::HclAttribute& attribute : block.attributes) {
    inside(attribute.name, bytes);
    inside(attribute.value, bytes);
  }
  for (const read::HclBlock& inner : block.blocks) inside(inner, bytes);
}

/// All places of a report, and its edits: in their files, in order, never overlapping.
inline void inside(const Report& report) {
  const auto place = [&](const Span& span) {
    hold(!span || span.file < report.sources->size(), "a place in no file");
    if (span) inside(span, (*report.sources)[span.file].bytes);
  };
  for (const Diagnostic& finding : report.findings) {
    place(finding.span);
    hold(!finding.message.empty(), "a finding without words");
    for (const Note& note : finding.notes) place(note.span);
    for (const Fix& fix : finding.fixes) {
      const Edit* before = nullptr;
      for (const Edit& edit : fix.edits) {
        hold(static_cast<bool>(edit.span), "an edit of no file");
        place(edit.span);
        hold(before == nullptr || before->span.file < edit.span.file ||
                 (before->span.file == edit.span.file && before->span.end <= edit.span.begin),
             "edits that overlap or are out of order");
        before = &edit;
      }
    }
  }
}

}  // namespace cudafit::fuzz
