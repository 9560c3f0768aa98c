// Dockerfiles as BuildKit reads them. Where an instruction, a word or a heredoc ends depends on the
// whole logical line (continuations, JSON or not, the escape directive), so every token comes from
// src/scanner.c, and the rules below only give the tokens their shape. They accept every sequence the
// scanner can produce: a broken instruction never disturbs the next one.

// What may stand between two tokens of a logical line. Continuations and comments are extras too, but a
// node may hold 65,535 extras at most (tree-sitter 0.20 frees wrong memory beyond), and as part of a
// repetition there may be any number.
const joints = $ => [$.line_continuation, $.comment];
const gaps = $ => [$._blank, ...joints($)];

// `part` at first, then any number of it.
const some = ($, part) => prec.right(seq(part, repeat(choice(part, ...joints($)))));

// One instruction: its keyword, anything of `parts` in any order, the end of the line.
const line = ($, token, ...parts) => seq(opening($, token, ...parts), $._end);
const opening = ($, token, ...parts) => seq(
  field('keyword', alias(token, $.keyword)),
  repeat(choice(...gaps($), alias($._keyword_rest, $.keyword), ...parts)));

module.exports = grammar({
  name: 'dockerfile',

  // The order is that of `enum Token` in src/scanner.c.
  externals: $ => [
    $.line_continuation, $.comment, $._blank, $._space, $._end,
    $._heredoc_content, $._heredoc_terminator, $.heredoc_marker,
    $._directive_mark, $.directive_name, $._directive_equals, $.directive_value,
    $._keyword_rest,
    $._add, $._arg, $._cmd, $._copy, $._entrypoint, $._env, $._expose, $._from, $._healthcheck,
    $._label, $._maintainer, $._onbuild, $._run, $._shell, $._stopsignal, $._user, $._volume,
    $._workdir, $._unknown, $._slashes,
    $.flag_name, $._equals, $._text, $.variable, $.escape_sequence,
    $._double_quote, $._single_quote, $._string_text, $._quote_end,
    $._colon, $._at, $._as, $.shell_fragment, $._legacy_name, $._health_type,
    $._json_open, $._json_close, $._json_comma, $._json_quote, $._json_text, $._json_quote_end,
  ],

  extras: $ => [$.line_continuation, $.comment, $._blank, $._space],

  rules: {
    source_file: $ => repeat(choice($.directive, $._instruction, ...joints($))),

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

    from_instruction: $ => seq(
      opening($, $._from, $.flag),
      optional(seq($.image, repeat(choice(...gaps($), $.as_clause, $.word)))),
      $._end),
    image: $ => prec.right(seq(
      choice($.image_name, $.image_tag, $.image_digest),
      repeat(choice($.image_name, $.image_tag, $.image_digest)))),
    image_name: $ => some($, $._piece),
    image_tag: $ => prec.right(seq(alias($._colon, ':'), repeat(choice($._piece, ...joints($))))),
    image_digest: $ => prec.right(seq(alias($._at, '@'), repeat(choice($._piece, ...joints($))))),
    as_clause: $ => prec.right(seq(
      alias($._as, $.keyword), repeat(choice(...gaps($))),
      optional(field('name', alias($.word, $.stage_name))))),

    run_instruction: $ => seq(
      line($, $._run, $.flag, $.shell_command, $.json_array), repeat($.heredoc)),
    copy_instruction: $ => seq(line($, $._copy, $.flag, $.word, $.json_array), repeat($.heredoc)),
    add_instruction: $ => seq(line($, $._add, $.flag, $.word, $.json_array), repeat($.heredoc)),

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

    onbuild_instruction: $ => seq(
      opening($, $._onbuild, $.flag), choice($._instruction, $._end)),

    maintainer_instruction: $ => line($, $._maintainer, $.flag, $.text),
    slash_directive: $ => line($, $._slashes, $.text),
    unknown_instruction: $ => line($, $._unknown, $.flag, $.text),

    flag: $ => prec.right(seq($.flag_name, optional(seq(alias($._equals, '='), optional($.value))))),

    pair: $ => prec.right(choice(
      seq(field('name', alias($._pieces, $.name)),
          optional(seq(alias($._equals, '='), optional(field('value', $.value))))),
      seq(alias($._equals, '='), optional(field('value', $.value))))),
    legacy_pair: $ => prec.right(seq(
      field('name', alias($._legacy_name, $.name)), repeat(choice(...joints($))),
      optional(field('value', alias($.text, $.value))))),

    value: $ => $._pieces,
    _pieces: $ => some($, choice($._piece, $.string)),
    string: $ => choice(
      prec.right(seq(
        alias($._double_quote, '"'),
        repeat(choice($._string_text, $.variable, $.escape_sequence, ...joints($))),
        optional(alias($._quote_end, '"')))),
      prec.right(seq(
        alias($._single_quote, "'"), repeat(choice($._string_text, ...joints($))),
        optional(alias($._quote_end, "'"))))),

    word: $ => some($, $._piece),
    _piece: $ => choice($._text, $.variable, $.escape_sequence, $.heredoc_marker),

    text: $ => some($, $.shell_fragment),
    shell_command: $ => some($, choice($.shell_fragment, $.heredoc_marker)),

    json_array: $ => seq(
      alias($._json_open, '['),
      repeat(choice($.json_string, alias($._json_comma, ','), ...joints($))),
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
