; Names follow the conventions of tree-sitter's own highlighter and of Neovim and Helix.

(keyword) @keyword
(unknown_instruction (keyword) @none)

(comment) @comment
(directive "#" @comment)
(directive_name) @keyword.directive
(directive_value) @string.special
(slash_directive) @comment

(image_name) @type
(image_tag) @constant
(image_digest) @constant
(stage_name) @label

(flag_name) @attribute
(flag (value) @string)

(pair name: (name) @property)
(legacy_pair name: (name) @property)
(pair value: (value) @string)
(legacy_pair value: (value) @string)

(string) @string
(json_string) @string
(variable) @variable
(escape_sequence) @string.escape

(heredoc_marker) @label
(heredoc_terminator) @label
(heredoc_content) @string

(line_continuation) @punctuation.special
["=" ":" "@"] @operator
["[" "]"] @punctuation.bracket
"," @punctuation.delimiter
