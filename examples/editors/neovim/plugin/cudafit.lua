-- cudafit in Neovim 0.7 and newer. vim.g.cudafit_fix_on_save = true applies what is safe before each write.

local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h:h')
local group = vim.api.nvim_create_augroup('cudafit', {})

-- 0.7 has no vim.lsp.start: one client for each root.
local started = {}

local function attach(config, buffer, root)
  config.root_dir = root
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  if not started[root] then
    config.on_exit = function() started[root] = nil end
    started[root] = vim.lsp.start_client(config)
  end
  if started[root] then vim.lsp.buf_attach_client(buffer, started[root]) end
end

if vim.lsp.enable then
  vim.lsp.enable('cudafit')
else
  vim.api.nvim_create_autocmd({ 'BufReadPost', 'BufNewFile' }, {
    group = group,
    callback = function(event)
      local config = dofile(here .. '/lsp/cudafit.lua')
      config.name = 'cudafit'
      local decide = config.root_dir
      decide(event.buf, function(root) attach(config, event.buf, root) end)
    end,
  })
end

local function ask(client, method, params, buffer)
  local answer
  if vim.fn.has('nvim-0.11') == 1 then
    answer = client:request_sync(method, params, 1000, buffer)
  else
    answer = client.request_sync(method, params, 1000, buffer)
  end
  return answer and answer.result
end

local function fix(buffer)
  local clients = (vim.lsp.get_clients or vim.lsp.get_active_clients)()
  for _, client in ipairs(clients) do
    if client.name == 'cudafit' and vim.lsp.buf_is_attached(buffer, client.id) then
      local whole = { start = { line = 0, character = 0 }, ['end'] = { line = vim.api.nvim_buf_line_count(buffer), character = 0 } }
      local actions = ask(client, 'textDocument/codeAction', {
        textDocument = { uri = vim.uri_from_bufnr(buffer) },
        range = whole,
        context = { only = { 'source.fixAll.cudafit' }, diagnostics = {} },
      }, buffer)
      for _, action in ipairs(actions or {}) do
        local edit = action.edit or (ask(client, 'codeAction/resolve', action, buffer) or {}).edit
        if edit then vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding) end
      end
    end
  end
end

vim.api.nvim_create_autocmd('BufWritePre', {
  group = group,
  callback = function(event)
    if vim.g.cudafit_fix_on_save then fix(event.buf) end
  end,
})

vim.api.nvim_create_user_command('CudafitFixAll', function() fix(vim.api.nvim_get_current_buf()) end,
  { desc = 'Apply the safe fixes of cudafit to this file' })
