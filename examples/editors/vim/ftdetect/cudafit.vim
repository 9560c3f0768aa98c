" Names that Vim itself does not know, or not yet, or takes for plain text.
autocmd BufNewFile,BufRead *requirements*.txt,*requirements*.in set filetype=requirements
autocmd BufNewFile,BufRead Dockerfile-*,Dockerfile_* set filetype=dockerfile
