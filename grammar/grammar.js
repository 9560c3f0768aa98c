// Dockerfiles as BuildKit reads them. Where an instruction, a word or a heredoc ends depends on the
// whole logical line (continuations, JSON or not, the escape directive), so every token comes from
// src/scanner.c, and the rules below only give the tokens their shape. They accept every sequence the
// scanner can produce: a broken instruction never disturbs the next one.

const keyword = ($, token) =>
  seq(field('keyword', alias(token, $.keyword)), repeat(alias($._keyword_rest, $.keyword)));

// A rule for one instruction: its keyword, anything of `parts` in any order, the end of the line.
const line = ($, token, ...parts) =>
  seq(keyword($, token), repeat(choice($._blank, $.flag, ...parts)), $._end);

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
    source_file: $ => repeat(choice($.directive, $._instruction)),

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
      keyword($, $._from),
      repeat(choice($._blank, $.flag)),
      optional(seq($.image, repeat(choice($._blank, $.as_clause, $.word)))),
      $._end),
    image: $ => prec.right(repeat1(choice($.image_name, $.image_tag, $.image_digest))),
    image_name: $ => prec.right(repeat1($._piece)),
    image_tag: $ => prec.right(seq(alias($._colon, ':'), repeat($._piece))),
    image_digest: $ => prec.right(seq(alias($._at, '@'), repeat($._piece))),
    as_clause: $ => prec.right(seq(
      alias($._as, $.keyword), repeat($._blank), optional(field('name', alias($.word, $.stage_name))))),

    run_instruction: $ => seq(line($, $._run, $.shell_command, $.json_array), repeat($.heredoc)),
    copy_instruction: $ => seq(line($, $._copy, $.word, $.json_array), repeat($.heredoc)),
    add_instruction: $ => seq(line($, $._add, $.word, $.json_array), repeat($.heredoc)),

    cmd_instruction: $ => line($, $._cmd, $.shell_command, $.json_array),
    entrypoint_instruction: $ => line($, $._entrypoint, $.shell_command, $.json_array),
    shell_instruction: $ => line($, $._shell, $.shell_command, $.json_array),
    healthcheck_instruction: $ => line(
      $, $._healthcheck, field('type', alias($._health_type, $.keyword)), $.shell_command, $.json_array),

    env_instruction: $ => line($, $._env, $.pair, $.legacy_pair),
    label_instruction: $ => line($, $._label, $.pair, $.legacy_pair),
    arg_instruction: $ => line($, $._arg, $.pair),

    expose_instruction: $ => line($, $._expose, $.word),
    user_instruction: $ => line($, $._user, $.word),
    workdir_instruction: $ => line($, $._workdir, $.word),
    stopsignal_instruction: $ => line($, $._stopsignal, $.word),
    volume_instruction: $ => line($, $._volume, $.word, $.json_array),

    onbuild_instruction: $ => seq(
      keyword($, $._onbuild), repeat(choice($._blank, $.flag)), choice($._instruction, $._end)),

    maintainer_instruction: $ => seq(keyword($, $._maintainer), optional($.text), $._end),
    slash_directive: $ => seq(keyword($, $._slashes), optional($.text), $._end),
    unknown_instruction: $ => seq(keyword($, $._unknown), optional($.text), $._end),

    flag: $ => prec.right(seq($.flag_name, optional(seq(alias($._equals, '='), optional($.value))))),

    pair: $ => prec.right(choice(
      seq(field('name', alias($._pieces, $.name)),
          optional(seq(alias($._equals, '='), optional(field('value', $.value))))),
      seq(alias($._equals, '='), optional(field('value', $.value))))),
    legacy_pair: $ => prec.right(seq(
      field('name', alias($._legacy_name, $.name)), optional(field('value', alias($.text, $.value))))),

    value: $ => $._pieces,
    _pieces: $ => prec.right(repeat1(choice($._piece, $.string))),
    string: $ => choice(
      prec.right(seq(
        alias($._double_quote, '"'),
        repeat(choice($._string_text, $.variable, $.escape_sequence)),
        optional(alias($._quote_end, '"')))),
      prec.right(seq(
        alias($._single_quote, "'"), repeat($._string_text), optional(alias($._quote_end, "'"))))),

    word: $ => prec.right(repeat1($._piece)),
    _piece: $ => choice($._text, $.variable, $.escape_sequence, $.heredoc_marker),

    text: $ => prec.right(repeat1($.shell_fragment)),
    shell_command: $ => prec.right(repeat1(choice($.shell_fragment, $.heredoc_marker))),

    json_array: $ => seq(
      alias($._json_open, '['), repeat(choice($.json_string, alias($._json_comma, ','))),
      alias($._json_close, ']')),
    json_string: $ => seq(
      alias($._json_quote, '"'), repeat(choice($._json_text, $.escape_sequence)),
      alias($._json_quote_end, '"')),

    heredoc: $ => prec.right(choice(
      seq(alias($._heredoc_content, $.heredoc_content),
          optional(alias($._heredoc_terminator, $.heredoc_terminator))),
      alias($._heredoc_terminator, $.heredoc_terminator))),
  },
});
