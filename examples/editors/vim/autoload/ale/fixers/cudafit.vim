" Applies the safe fixes to the text of the buffer, on :ALEFix or, with g:ale_fix_on_save = 1, when it is written:
" let g:ale_fixers = {'dockerfile': ['ale#fixers#cudafit#Fix']}
function! ale#fixers#cudafit#Fix(buffer) abort
    return {
    \   'command': ale#Escape(cudafit#Executable(a:buffer))
    \       . ' check --fix --exit-zero --stdin-filename %s -',
    \}
endfunction
