-- In Neovim 0.7 and newer, with examples/editors/neovim on the runtimepath: findings, the menu of code actions, fix on save.

-- Messages of Neovim end without a line break.
local function out(text) io.stdout:write('\n' .. text .. '\n') end

local function check(what, good, why)
  out(good and ('ok ' .. what) or ('not ok ' .. what .. ': ' .. tostring(why)))
end

local function open(path)
  vim.cmd('edit! ' .. path)
  return vim.api.nvim_get_current_buf()
end

local function client()
  return (vim.lsp.get_clients or vim.lsp.get_active_clients)()[1]
end

local function found(buffer)
  local out_of = {}
  for _, each in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(out_of, ('%d:%d-%d:%d %s'):format(each.lnum, each.col, each.end_lnum, each.end_col, each.code or '?'))
  end
  table.sort(out_of)
  return table.concat(out_of, ', ')
end

local function wait_for(buffer, wanted)
  vim.wait(5000, function() return found(buffer) == wanted end, 10)
  return found(buffer)
end

local function first_line(buffer)
  return vim.api.nvim_buf_get_lines(buffer, 0, 1, true)[1]
end

local function on_disk(path)
  return vim.fn.readfile(path)[1]
end

local BAD = 'ARG CUDA_VERSION=11.7.0'
local GOOD = 'ARG CUDA_VERSION=11.7.1'
local TAG = '1:5-1:50 image-tag-not-found'
local DRIVER = '1:16-1:28 driver-too-old'
local WHEEL = '1:0-1:18 torch-wheel-not-found'

local function tests()
  local version = vim.version()
  out(('# Neovim %d.%d.%d'):format(version.major, version.minor, version.patch))

  open('other/settings.yaml')
  vim.wait(200)
  check('a YAML file that no build reads starts no server', client() == nil, 'one runs')

  local docker = open('Dockerfile')
  check('what is wrong in a Dockerfile is shown', wait_for(docker, TAG) == TAG, found(docker))
  local first = vim.diagnostic.get(docker)[1] or {}
  check('it is an error of cudafit', first.source == 'cudafit' and first.severity == vim.diagnostic.severity.ERROR, vim.inspect(first))
  check('it says which image', (first.message or ''):find('nvidia/cuda:11.7.0-devel-ubuntu22.04', 1, true), first.message)

  local pins = open('requirements.txt')
  check('what is wrong in a requirements file is shown', wait_for(pins, WHEEL) == WHEEL, found(pins))
  check('one server for both', #(vim.lsp.get_clients or vim.lsp.get_active_clients)() == 1, 'more')

  -- The menu, as a person would use it.
  docker = open('Dockerfile')
  wait_for(docker, TAG)
  local offered = {}
  vim.ui.select = function(items, options, chosen)
    for _, item in ipairs(items) do table.insert(offered, (options.format_item(item))) end
    chosen(items[1], 1)
  end
  vim.api.nvim_win_set_cursor(0, { 2, 8 })
  vim.lsp.buf.code_action()
  vim.wait(3000, function() return first_line(docker) == GOOD end, 10)
  check('the menu offers the safe fix first', (offered[1] or ''):find('nvidia/cuda:11.7.1', 1, true), vim.inspect(offered))
  check('and to ignore the finding', vim.inspect(offered):lower():find('ignore', 1, true), vim.inspect(offered))
  check('the fix is in the ARG', first_line(docker) == GOOD, first_line(docker))
  check('the finding goes away while the file is not yet written', wait_for(docker, '') == '', found(docker))
  check('the file on disk is as it was', on_disk('Dockerfile') == BAD, on_disk('Dockerfile'))

  -- Typing makes it come back.
  vim.api.nvim_buf_set_lines(docker, 0, 1, true, { BAD })
  check('typing the old tag brings it back', wait_for(docker, TAG) == TAG, found(docker))
  vim.api.nvim_buf_set_lines(docker, 0, 0, true, { '# é 🚀 one line more' })
  local moved = TAG:gsub('1:', '2:')
  check('and a line above moves it', wait_for(docker, moved) == moved, found(docker))
  vim.api.nvim_buf_set_lines(docker, 0, 1, true, {})
  wait_for(docker, TAG)

  vim.cmd('write')
  check('without the setting, writing fixes nothing', on_disk('Dockerfile') == BAD, on_disk('Dockerfile'))
  vim.g.cudafit_fix_on_save = true
  vim.cmd('write')
  check('with it, what is written is fixed', on_disk('Dockerfile') == GOOD, on_disk('Dockerfile'))
  check('and the finding goes away', wait_for(docker, '') == '', found(docker))
  check('a suggested fix is not made on save', on_disk('requirements.txt'):find('cu121', 1, true), on_disk('requirements.txt'))
  local right = open('good/Dockerfile')
  vim.wait(500)
  check('what is right stays silent', found(right) == '', found(right))

  local hover
  vim.lsp.buf_request_all(docker, 'textDocument/hover', {
    textDocument = { uri = vim.uri_from_bufnr(docker) }, position = { line = 1, character = 10 },
  }, function(answers) hover = vim.inspect(answers) end)
  vim.wait(3000, function() return hover ~= nil end, 10)
  check('hover on FROM tells of the image', (hover or ''):find('11.7.1', 1, true), hover)

  if vim.lsp.inlay_hint then
    vim.lsp.inlay_hint.enable(true)
    local function hints() return #vim.lsp.inlay_hint.get({ bufnr = docker }) end
    vim.wait(5000, function() return hints() > 0 end, 10)
    check('inlay hints', hints() > 0, hints())
  end

  -- Another process with a setting: the driver is too old for what the image loads.
  local id = client().id
  vim.lsp.stop_client(id)
  vim.wait(3000, function() return client() == nil end, 10)
  check('the server ends when it is told to', client() == nil, 'it runs')
  vim.g.cudafit = { driver = '450.80.02' }
  if vim.lsp.config then vim.lsp.config('cudafit', { settings = { cudafit = vim.g.cudafit } }) end
  local host = open('host/Dockerfile')
  check('settings arrive', wait_for(host, DRIVER) == DRIVER, found(host))
end

local good, why = pcall(tests)
if not good then out('not ok ' .. tostring(why)) end
out(good and 'done' or 'broken')
vim.cmd('qall!')
