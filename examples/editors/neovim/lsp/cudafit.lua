-- How cudafit is started. Neovim 0.11 and newer reads this file itself (:help lsp-config); plugin/cudafit.lua does it for older ones.
-- Settings of your own go over it: vim.lsp.config('cudafit', { settings = { cudafit = { driver = '535' } } }), with an older
-- Neovim vim.g.cudafit = { driver = '535' }.

-- Files that builds read and that are worth a server: YAML and TOML as such are not.
local names = {
  '^[Dd]ockerfile', '%.[Dd]ockerfile$', '^[Cc]ontainerfile', '%.[Cc]ontainerfile$',
  '^compose.*%.ya?ml$', '^docker%-compose.*%.ya?ml$', '^docker%-bake.*%.hcl$', '^docker%-bake.*%.json$',
  'requirements.*%.txt$', 'requirements.*%.in$', 'constraints.*%.txt$', '^pyproject%.toml$',
  '^environment.*%.ya?ml$', '^%.cudafit%.toml$',
}

local function is_wanted(path)
  local name = vim.fn.fnamemodify(path, ':t')
  for _, pattern in ipairs(names) do
    if name:find(pattern) then return true end
  end
  return false
end

-- The repository, as on the command line, else the folder of the file.
local function root_of(path)
  local folder = vim.fn.fnamemodify(path, ':p:h')
  local found = vim.fn.finddir('.git', folder .. ';')
  if found == '' then found = vim.fn.findfile('.git', folder .. ';') end  -- of a worktree
  if found == '' then return folder end
  return vim.fn.fnamemodify(found:gsub('/$', ''), ':p:h'):gsub('/%.git$', '')
end

local settings = vim.g.cudafit or vim.empty_dict()

return {
  cmd = { 'cudafit', 'lsp' },
  filetypes = { 'conf', 'dockerfile', 'hcl', 'json', 'jsonc', 'requirements', 'text', 'toml', 'yaml', 'yaml.docker-compose' },
  root_dir = function(buffer, start)
    local path = vim.api.nvim_buf_get_name(buffer)
    if is_wanted(path) then start(root_of(path)) end
  end,
  init_options = settings,  -- an older Neovim is not asked for settings
  settings = { cudafit = settings },
}
