Hello there,
#<parse-error: this does not look like a Dockerfile: Hello is no instruction
this is a letter.
Not more.
