Hello there,
#<parse-error: this does not look like a Dockerfile: Hello is no instruction; not checked
this is a letter.
Not more.
