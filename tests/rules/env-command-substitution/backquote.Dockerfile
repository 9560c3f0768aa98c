FROM python:3.11
ENV N=`nproc`
#     ^^^^^^^ env-command-substitution: ENV N keeps `nproc` as text: the build runs no command there
ENV M="a:`date`"
#        ^^^^^^ env-command-substitution: ENV M keeps `date` as text: the build runs no command there
