" cudafit in Vim with ALE: findings, :ALEHover, :ALEGoToDefinition, :ALECodeAction, completion.
call cudafit#Define('dockerfile')
