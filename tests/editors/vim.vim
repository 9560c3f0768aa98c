" In Vim with Debian's ALE and examples/editors/vim on the runtimepath: findings, hover, code action, fix on save.

function! s:Out(text) abort
    call writefile([a:text], '/dev/stdout', 'a')
endfunction

function! s:Check(what, good, why) abort
    call s:Out(a:good ? 'ok ' . a:what : 'not ok ' . a:what . ': ' . string(a:why))
endfunction

" Waits up to five seconds.
function! s:Until(Condition) abort
    for l:turn in range(500)
        if a:Condition() | return 1 | endif
        sleep 10m
    endfor

    return 0
endfunction

function! s:Found() abort
    return join(map(copy(ale#engine#GetLoclist(bufnr(''))), {_, v -> v.lnum . ':' . v.col . ' ' . get(v, 'code', '?')}), ', ')
endfunction

function! s:FoundIs(wanted) abort
    return s:Until({-> s:Found() is# a:wanted})
endfunction

let s:bad = 'ARG CUDA_VERSION=11.7.0'
let s:good = 'ARG CUDA_VERSION=11.7.1'
let s:tag = '2:6 image-tag-not-found'

function! s:Main() abort
    filetype plugin on
    let g:ale_lint_on_enter = 1
    let g:ale_set_signs = 0
    let g:ale_echo_cursor = 0
    let g:ale_linters_explicit = 0
    runtime! plugin/ale.vim
    call s:Out('# Vim ' . v:versionlong)

    edit Dockerfile
    call s:Check('Vim knows a Dockerfile', &filetype is# 'dockerfile', &filetype)
    ALELint
    call s:Check('what is wrong in a Dockerfile is shown', s:FoundIs(s:tag), s:Found())
    let l:first = get(ale#engine#GetLoclist(bufnr('')), 0, {})
    call s:Check('it is an error of cudafit', get(l:first, 'type', '') is# 'E' && get(l:first, 'linter_name', '') is# 'cudafit', l:first)

    edit requirements.txt
    ALELint
    call s:Check('what is wrong in a requirements file is shown', s:FoundIs('2:1 torch-wheel-not-found'), s:Found())

    edit Dockerfile
    let g:ale_fixers = {'dockerfile': ['ale#fixers#cudafit#Fix']}
    write
    call s:Check('without fix on save nothing is fixed', readfile('Dockerfile')[0] is# s:bad, readfile('Dockerfile')[0])
    let g:ale_fix_on_save = 1
    write
    call s:Check('with it, what is written is fixed', s:Until({-> readfile('Dockerfile')[0] is# s:good}), readfile('Dockerfile')[0])
    call s:Check('nothing else of it changed', len(readfile('Dockerfile')) == 7, readfile('Dockerfile'))
    call s:Check('the finding goes away', s:FoundIs(''), s:Found())
    let g:ale_fix_on_save = 0

    edit good/Dockerfile
    ALELint
    call s:Until({-> ale#engine#IsCheckingBuffer(bufnr('')) == 0})
    call s:Check('what is right stays silent', s:Found() is# '', s:Found())

    edit host/Dockerfile
    let g:cudafit_settings = {'driver': '450.80.02'}
    ALELint
    call s:Check('settings arrive', s:FoundIs('2:17 driver-too-old'), s:Found())
endfunction

try
    call s:Main()
    call s:Out('done')
catch
    call s:Out('not ok ' . v:exception . ' at ' . v:throwpoint)
endtry

qall!
