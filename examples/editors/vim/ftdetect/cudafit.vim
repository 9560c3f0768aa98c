" Names that Vim itself does not know, or not yet.
autocmd BufNewFile,BufRead *requirements*.txt,*requirements*.in setfiletype requirements
autocmd BufNewFile,BufRead Dockerfile-*,Dockerfile_* setfiletype dockerfile
