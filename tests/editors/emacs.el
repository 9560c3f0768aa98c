;;; In Emacs with eglot and examples/editors/emacs/cudafit.el: findings, code action, fix on save.  -*- lexical-binding: t -*-

(defun out (format &rest args)
  (princ (concat (apply #'format format args) "\n")))

(defun check (what good why)
  (if good (out "ok %s" what) (out "not ok %s: %S" what why)))

(defun until (condition)
  "Wait up to five seconds for CONDITION; what it is then."
  (let ((turns 500))
    (while (and (> turns 0) (not (funcall condition)))
      (accept-process-output nil 0.01)
      (setq turns (1- turns)))
    (funcall condition)))

(defun open-file (name)
  "Visit NAME, and start the server as eglot does after the command that visited it."
  (switch-to-buffer (find-file-noselect (expand-file-name name work)))
  (run-hooks 'post-command-hook)
  (until (lambda () (and (eglot-current-server) (eglot-managed-p))))
  (until (lambda () (bound-and-true-p flymake-mode))))

(defun tell-changes ()
  "Send what was typed, which eglot does when Emacs is idle."
  (eglot--signal-textDocument/didChange))

(defun found ()
  "The findings of this buffer, as line:column code."
  (flymake-start)
  (mapcar (lambda (each)
            (save-excursion
              (goto-char (flymake-diagnostic-beg each))
              (format "%d:%d %s" (line-number-at-pos) (current-column)
                      (if (string-match "image-tag-not-found\\|torch-wheel-not-found\\|driver-too-old" (flymake-diagnostic-text each))
                          (match-string 0 (flymake-diagnostic-text each))
                        (flymake-diagnostic-text each)))))
          (flymake-diagnostics)))

(defun first-line (&optional file)
  (if file
      (with-temp-buffer (insert-file-contents (expand-file-name file work)) (first-line))
    (save-excursion (goto-char (point-min)) (buffer-substring (point) (line-end-position)))))

(defconst work default-directory)
(defconst bad "ARG CUDA_VERSION=11.7.0")
(defconst good "ARG CUDA_VERSION=11.7.1")

(defun finds (wanted)
  (check (format "findings: %S" wanted) (until (lambda () (equal (found) wanted))) (found)))

(defun tests ()
  (out "# Emacs %s, eglot %s" emacs-version (package-get-version-of-eglot))
  (setq-default eglot-workspace-configuration '(:cudafit (:driver "450.80.02")))
  (setq eglot-sync-connect 5 vc-handled-backends '(Git) make-backup-files nil)

  (open-file "Dockerfile")
  (check "a mode for Dockerfiles" (derived-mode-p 'cudafit-dockerfile-mode 'dockerfile-mode 'dockerfile-ts-mode) major-mode)
  (check "the server runs" (eglot-current-server) nil)
  (finds '("2:5 image-tag-not-found"))

  (open-file "requirements.txt")
  (finds '("2:0 torch-wheel-not-found"))

  (open-file "host/Dockerfile")
  (finds '("2:16 driver-too-old"))

  (open-file "good/Dockerfile")
  (finds '())

  (open-file "Dockerfile")
  (goto-char (point-min))
  (forward-line 1)
  (forward-char 8)
  (until (lambda () (found)))
  (let* ((actions (eglot-code-actions (point) (point)))
         (preferred (cl-remove-if-not (lambda (each) (eq t (plist-get each :isPreferred))) actions)))
    (check "code actions" (string-match-p "nvidia/cuda:11.7.1" (format "%S" (mapcar (lambda (each) (plist-get each :title)) preferred)))
           (mapcar (lambda (each) (plist-get each :title)) actions))
    ;; The menu takes what a person picks.
    (cl-letf (((symbol-function 'completing-read) (lambda (_prompt items &rest _) (car (cl-find-if (lambda (each) (string-match-p "nvidia/cuda:11.7.1" (car each))) items))))
              (last-nonmenu-event ?x))
      (eglot-code-actions (point) (point) nil t))
    (check "the fix is in the ARG" (equal (first-line) good) (first-line)))
  (tell-changes)
  (finds '())

  (goto-char (point-min))
  (delete-region (point) (line-end-position))
  (insert bad)
  (tell-changes)
  (finds '("2:5 image-tag-not-found"))
  (set-buffer-modified-p t)
  (save-buffer)
  (check "without the setting, writing fixes nothing" (equal (first-line "Dockerfile") bad) (first-line "Dockerfile"))
  (setq cudafit-fix-on-save t)
  (set-buffer-modified-p t)
  (save-buffer)
  (check "with it, what is written is fixed" (equal (first-line "Dockerfile") good) (first-line "Dockerfile"))
  (set-buffer-modified-p t)
  (tell-changes)
  (save-buffer)
  (check "and written again as it is" (equal (first-line "Dockerfile") good) (first-line "Dockerfile"))
  (let ((server (eglot-current-server)))
    (eglot-shutdown server)
    (check "the server ends" (not (jsonrpc-running-p server)) server)))

(defun package-get-version-of-eglot ()
  (with-temp-buffer
    (insert-file-contents (find-library-name "eglot"))
    (if (re-search-forward "^;; Version: \\(.*\\)" nil t) (match-string 1) "?")))

(condition-case problem
    (progn (tests) (out "done"))
  (error (out "not ok %S" problem)))
