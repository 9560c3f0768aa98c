" let g:cudafit_executable = '/opt/cudafit'               another program than the one on PATH
" let g:cudafit_settings = {'driver': '535', 'gpus': ['A100']}   the machine that the image must run on

function! cudafit#Executable(buffer) abort
    return get(g:, 'cudafit_executable', 'cudafit')
endfunction

" The repository, as on the command line, else the folder of the file.
function! cudafit#Root(buffer) abort
    let l:git = ale#path#FindNearestDirectory(a:buffer, '.git')

    if !empty(l:git)
        return fnamemodify(l:git, ':h:h')
    endif

    return fnamemodify(bufname(a:buffer), ':p:h')
endfunction

function! cudafit#Define(filetype) abort
    call ale#linter#Define(a:filetype, {
    \   'name': 'cudafit',
    \   'lsp': 'stdio',
    \   'executable': function('cudafit#Executable'),
    \   'command': '%e lsp',
    \   'project_root': function('cudafit#Root'),
    \   'language': a:filetype is# 'requirements' ? 'pip-requirements' : a:filetype,
    \   'initialization_options': {-> get(g:, 'cudafit_settings', {})},
    \   'lsp_config': {-> {'cudafit': get(g:, 'cudafit_settings', {})}},
    \})
endfunction
