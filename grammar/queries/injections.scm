; What the shell will read. A SHELL instruction may name another one; editors cannot know.

((shell_command) @injection.content
  (#set! injection.language "bash")
  (#set! injection.include-children))

((run_instruction
  (shell_command)
  (heredoc (heredoc_content) @injection.content))
  (#set! injection.language "bash"))

((comment) @injection.content
  (#set! injection.language "comment"))
