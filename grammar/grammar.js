// Dockerfiles as BuildKit reads them. Where an instruction, a word or a heredoc ends depends on the
// whole logical line (continuations, JSON or not, the escape directive), so every token comes from
// src/scanner.c, and the rules below only give the tokens their shape. They accept every sequence the
// scanner can produce: a broken instruction never disturbs the next one.

// What may stand between two tokens of a logical line. Continuations and comments are extras too, but a
// node may hold 65,535 extras at most (tree-sitter 0.20 frees wrong memory beyond), and as part of a
// repetition there may be any number.
const joints = $ => [$.line_continuation, $.comment];

// A word of several parts. Blanks are no tokens; an empty one, `_join`, says that none stands before a
// part, for words of one part are the many. A continuation inside a word is a token of its own.
const inner = $ => alias($._inner_continuation, $.line_continuation);
const joined = ($, part) => prec.right(seq(part, repeat(choice(seq($._join, part), inner($)))));

// One instruction: its keyword, then anything of `parts` in any order. It ends where another begins.
const line = ($, token, ...parts) => seq(
  field('keyword', alias(token, $.keyword)),
  repeat(choice(...joints($), $._stray, alias($._keyword_rest, $.keyword), ...parts)));

const heredocs = $ => optional(seq($._end, repeat1($.heredoc)));

module.exports = grammar({
  name: 'dockerfile',

  // The order is that of `enum Token` in src/scanner.c.
  externals: $ => [
    $.line_continuation, $.comment, $._join, $._space, $._end, $._outer_comment, $._outer_continuation,
    $._inner_continuation, $._stray,
    $._heredoc_content, $._heredoc_terminator, $.heredoc_marker,
    $._directive_mark, $.directive_name, $._directive_equals, $.directive_value,
    $._keyword_rest,
    $._add, $._arg, $._cmd, $._copy, $._entrypoint, $._env, $._expose, $._from, $._healthcheck,
    $._label, $._maintainer, $._onbuild, $._run, $._shell, $._stopsignal, $._user, $._volume,
    $._workdir, $._unknown, $._slashes,
    $.flag_name, $._equals, $._equals_nothing, $._text, $.variable, $.escape_sequence,
    $._plain_string, $._double_quote, $._single_quote, $._string_text, $._quote_end,
    $._colon, $._at, $._as, $.shell_fragment, $._legacy_name, $._health_type,
    $._json_open, $._json_close, $._json_comma, $._json_plain_string, $._json_quote, $._json_text,
    $._json_quote_end,
  ],

  extras: $ => [$.line_continuation, $.comment, $._space],

  inline: $ => [$._instruction, $._piece],

  rules: {
    source_file: $ => repeat(choice(
      $.directive, $._instruction, alias($._outer_comment, $.comment),
      alias($._outer_continuation, $.line_continuation))),

    directive: $ => seq(
      alias($._directive_mark, '#'), $.directive_name, alias($._directive_equals, '='),
      $.directive_value),

    _instruction: $ => choice(
      $.from_instruction, $.run_instruction, $.cmd_instruction, $.label_instruction,
      $.expose_instruction, $.env_instruction, $.add_instruction, $.copy_instruction,
      $.entrypoint_instruction, $.volume_instruction, $.user_instruction, $.workdir_instruction,
      $.arg_instruction, $.onbuild_instruction, $.stopsignal_instruction,
      $.healthcheck_instruction, $.shell_instruction, $.maintainer_instruction,
      $.slash_directive, $.unknown_instruction),

    from_instruction: $ => prec.right(seq(
      line($, $._from, $.flag),
      optional(seq($.image, repeat(choice(...joints($), $._stray, $.as_clause, $.word)))))),
    image: $ => prec.right(seq(
      $.image_name, repeat(choice($.image_tag, $.image_digest)))),
    image_name: $ => joined($, $._piece),
    image_tag: $ => prec.right(seq(
      alias($._colon, ':'), repeat(inner($)), optional(joined($, $._piece)))),
    image_digest: $ => prec.right(seq(
      alias($._at, '@'), repeat(inner($)), optional(joined($, $._piece)))),
    as_clause: $ => prec.right(seq(
      alias($._as, $.keyword), repeat(choice(...joints($))),
      optional(field('name', alias($.word, $.stage_name))))),

    run_instruction: $ => seq(line($, $._run, $.flag, $.shell_command, $.json_array), heredocs($)),
    copy_instruction: $ => seq(line($, $._copy, $.flag, $.word, $.json_array), heredocs($)),
    add_instruction: $ => seq(line($, $._add, $.flag, $.word, $.json_array), heredocs($)),

    cmd_instruction: $ => line($, $._cmd, $.flag, $.shell_command, $.json_array),
    entrypoint_instruction: $ => line($, $._entrypoint, $.flag, $.shell_command, $.json_array),
    shell_instruction: $ => line($, $._shell, $.flag, $.shell_command, $.json_array),
    healthcheck_instruction: $ => line(
      $, $._healthcheck, $.flag, field('type', alias($._health_type, $.keyword)),
      $.shell_command, $.json_array),

    env_instruction: $ => line($, $._env, $.flag, $.pair, $.legacy_pair),
    label_instruction: $ => line($, $._label, $.flag, $.pair, $.legacy_pair),
    arg_instruction: $ => line($, $._arg, $.flag, $.pair),

    expose_instruction: $ => line($, $._expose, $.flag, $.word),
    user_instruction: $ => line($, $._user, $.flag, $.word),
    workdir_instruction: $ => line($, $._workdir, $.flag, $.word),
    stopsignal_instruction: $ => line($, $._stopsignal, $.flag, $.word),
    volume_instruction: $ => line($, $._volume, $.flag, $.word, $.json_array),

    onbuild_instruction: $ => seq(line($, $._onbuild, $.flag), choice($._instruction, $._end)),

    maintainer_instruction: $ => line($, $._maintainer, $.flag, $.text),
    slash_directive: $ => line($, $._slashes, $.text),
    unknown_instruction: $ => line($, $._unknown, $.flag, $.text),

    flag: $ => prec.right(seq($.flag_name, repeat(inner($)), optional($._assigned))),

    pair: $ => prec.right(choice(
      seq(field('name', $.name), optional($._assigned)), $._assigned)),
    legacy_pair: $ => prec.right(seq(
      field('name', alias($._legacy_name, $.name)), repeat(choice(...joints($))),
      optional(field('value', alias($.text, $.value))))),

    // `=` and a value; or, at the end of a word, `=` alone.
    _assigned: $ => prec.right(choice(
      seq(alias($._equals, '='), repeat(inner($)), optional(field('value', $.value))),
      alias($._equals_nothing, '='))),
    name: $ => joined($, choice($._piece, $.string, alias($._plain_string, $.string))),
    value: $ => joined($, choice($._piece, $.string, alias($._plain_string, $.string))),
    string: $ => choice(
      prec.right(seq(
        alias($._double_quote, '"'),
        repeat(choice($._string_text, $.variable, $.escape_sequence, ...joints($))),
        optional(alias($._quote_end, '"')))),
      prec.right(seq(
        alias($._single_quote, "'"), repeat(choice($._string_text, ...joints($))),
        optional(alias($._quote_end, "'"))))),

    word: $ => joined($, $._piece),
    _piece: $ => choice($._text, $.variable, $.escape_sequence, $.heredoc_marker),

    text: $ => prec.right(seq(
      $.shell_fragment, repeat(choice($.shell_fragment, $._next_line, $.comment)))),
    shell_command: $ => prec.right(seq(
      choice($.shell_fragment, $.heredoc_marker),
      repeat(choice($.shell_fragment, $.heredoc_marker, $._next_line, $.comment)))),
    _next_line: $ => prec.right(seq($.line_continuation, optional($.shell_fragment))),

    json_array: $ => seq(
      alias($._json_open, '['),
      repeat(choice(
        $.json_string, alias($._json_plain_string, $.json_string), alias($._json_comma, ','),
        ...joints($))),
      alias($._json_close, ']')),
    json_string: $ => seq(
      alias($._json_quote, '"'),
      repeat(choice($._json_text, $.escape_sequence, ...joints($))),
      alias($._json_quote_end, '"')),

    heredoc: $ => prec.right(choice(
      seq(alias($._heredoc_content, $.heredoc_content),
          optional(alias($._heredoc_terminator, $.heredoc_terminator))),
      alias($._heredoc_terminator, $.heredoc_terminator))),
  },
});
