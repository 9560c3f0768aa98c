;;; cudafit.el --- cudafit in Emacs, by eglot  -*- lexical-binding: t -*-

;; Emacs 29 and newer have eglot; for older ones it is a package.  Settings go into a .dir-locals.el or your configuration:
;;   (setq-default eglot-workspace-configuration '(:cudafit (:driver "535" :gpus ["A100"])))

;;; Code:

(require 'eglot)

(defcustom cudafit-fix-on-save nil
  "Whether to apply the safe fixes of cudafit before a file is written."
  :type 'boolean
  :group 'eglot)

;; Modes for those who have none for these files; the first of a list that exists is taken.
(define-derived-mode cudafit-dockerfile-mode prog-mode "Dockerfile"
  "Dockerfiles, where no package has a mode for them."
  (setq-local comment-start "# "))
(define-derived-mode cudafit-requirements-mode conf-unix-mode "Requirements"
  "Requirements files of pip, where no package has a mode for them.")

(unless (or (fboundp 'dockerfile-mode) (fboundp 'dockerfile-ts-mode))
  (dolist (name '("/\\(?:Docker\\|Container\\)file\\(?:\\.[^/.]*\\)?\\'" "\\.[dD]ockerfile\\'"))
    (add-to-list 'auto-mode-alist (cons name 'cudafit-dockerfile-mode))))
(unless (fboundp 'pip-requirements-mode)
  (add-to-list 'auto-mode-alist '("requirements[^/]*\\.\\(?:txt\\|in\\)\\'" . cudafit-requirements-mode)))

;; Two entries: eglot before Emacs 29 tells a server of one language only.
(add-to-list 'eglot-server-programs
             '(((cudafit-dockerfile-mode :language-id "dockerfile") dockerfile-mode dockerfile-ts-mode) . ("cudafit" "lsp")))
(add-to-list 'eglot-server-programs
             '(((cudafit-requirements-mode :language-id "pip-requirements")
                (pip-requirements-mode :language-id "pip-requirements"))
               . ("cudafit" "lsp")))

(dolist (hook '(dockerfile-mode-hook
                dockerfile-ts-mode-hook
                cudafit-dockerfile-mode-hook
                pip-requirements-mode-hook
                cudafit-requirements-mode-hook))
  (add-hook hook #'eglot-ensure))

(defun cudafit-fix-all ()
  "Apply what is safe in this buffer."
  (interactive)
  (let ((kind "source.fixAll.cudafit"))
    ;; Asked twice, since a command of eglot that finds nothing to do is an error.
    (when (eglot-code-actions (point-min) (point-max) kind)
      (eglot-code-actions (point-min) (point-max) kind t))))

(defun cudafit--before-save ()
  "Fix what is safe, where that is wanted."
  (when (and cudafit-fix-on-save (eglot-managed-p) (eglot-current-server))
    (cudafit-fix-all)))

(add-hook 'eglot-managed-mode-hook
          (lambda () (add-hook 'before-save-hook #'cudafit--before-save nil t)))

(provide 'cudafit)
;;; cudafit.el ends here
