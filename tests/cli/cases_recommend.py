"""recommend from nothing, and init: what goes where, and what is never written over."""

import os

TORCH = ("--torch", "2.4", "--gpu", "RTX 4090", "--driver", "535")


def one_dockerfile(text):
    lines = text.splitlines()
    assert text.endswith("\n") and lines[0].startswith("# "), text
    return [line for line in lines if line.startswith("FROM ")]


def case_recommend_prints_one_dockerfile(box):
    done = box.run("recommend", *TORCH, "--python", "3.11")
    assert done.status == 0, done
    assert one_dockerfile(done.out) == ["FROM python:3.11-slim-bookworm"], done
    assert "torch==2.4.1+cu121" in done.out, done
    assert done.err and all(line.startswith("cudafit: ") for line in done.err.splitlines()), done
    # What is printed is all there is to it: the linter agrees.
    box.write("Dockerfile", done.out)
    checked = box.run("check", "--gpu", "RTX 4090", "--driver", "535")
    assert checked.status == 0 and checked.out.startswith("No problems found"), checked
    assert done.out == box.run("recommend", *TORCH, "--python", "3.11").out


def case_recommend_prints_one_compose_file(box):
    done = box.run("recommend", *TORCH, "--compose")
    assert done.status == 0, done
    assert "\nservices:\n  app:\n" in done.out and "FROM" not in done.out, done
    assert "capabilities: [gpu]" in done.out, done


def case_recommend_writes_a_file(box):
    done = box.run("recommend", *TORCH, "-o", "Dockerfile.gpu")
    assert done.status == 0 and not done.out, done
    assert one_dockerfile(box.read("Dockerfile.gpu")), done
    done = box.run("recommend", *TORCH, "-o", "none/Dockerfile")
    assert done.status == 3 and not done.out and "none/Dockerfile" in done.err, done


def case_recommend_in_stages(box):
    done = box.run("recommend", *TORCH, "--compile")
    stages = one_dockerfile(done.out)
    assert done.status == 0 and len(stages) == 2 and "-devel-" in stages[0], done
    assert "devel" not in stages[1] and 'TORCH_CUDA_ARCH_LIST="8.9"' in done.out, done
    small = box.run("recommend", *TORCH, "--size", "small")
    assert small.status == 0 and len(one_dockerfile(small.out)) == 2, small


def refused(box, status, words, *args):
    done = box.run("recommend", *args)
    assert done.status == status and not done.out, done
    assert len(done.err.strip().splitlines()) == 1 and words in done.err, done


def case_recommend_cannot_be_meant(box):
    refused(box, 2, "was never released", "--torch", "2.4.7")
    refused(box, 2, "no GPU is known", "--torch", "2.4", "--gpu", "RTX 9999")
    refused(box, 2, "a driver is a version", "--torch", "2.4", "--driver", "new")
    refused(box, 2, "say what the image is for", "--python", "3.11")
    refused(box, 2, "is no version", "--torch", "2.4", "--python", "three")
    refused(box, 2, "windows", "--torch", "2.4", "--platform", "windows/amd64")
    refused(box, 2, "--format", "--torch", "2.4", "--format", "json")


def case_request_flags_without_a_value(box):
    """A script's variable that is empty does not turn a request into a walk over files."""
    for flag in ("--torch", "--tensorflow", "--jax", "--cuda", "--python"):
        for args in (("recommend", flag, ""), ("recommend", "--compile", flag, ""), ("init", flag, "")):
            done = box.run(*args)
            assert done.status == 2 and not done.out and f"{flag} needs a version" in done.err, done


def case_recommend_nothing_fits(box):
    refused(box, 1, "--torch 2.7", "--torch", "2.4", "--gpu", "RTX 5090")
    refused(box, 1, "leave --python out", "--torch", "2.4", "--python", "3.13")
    refused(box, 1, "needs driver", "--torch", "2.4", "--driver", "390")
    refused(box, 1, "RTX 5090 (sm_120) needs driver 570", "--torch", "2.7", "--gpu", "RTX 5090", "--driver", "550")


def case_init_writes_both(box):
    done = box.run("init", *TORCH)
    assert done.status == 0 and not done.out, done
    assert sorted(os.listdir(box.root)) == [".dockerignore", "Dockerfile", "compose.yaml"], done
    assert "wrote Dockerfile" in done.err and "wrote compose.yaml" in done.err, done
    assert one_dockerfile(box.read("Dockerfile")), done
    assert box.read("Dockerfile") == box.run("recommend", *TORCH).out
    assert box.read("compose.yaml") == box.run("recommend", *TORCH, "--compose").out
    checked = box.run("check", "--gpu", "RTX 4090", "--driver", "535")
    assert checked.status == 0 and checked.out.startswith("No problems found"), checked
    box.mkdir("there")
    done = box.run("init", "there", *TORCH)
    assert done.status == 0 and "wrote there/Dockerfile" in done.err, done


def untouched(box, before, *args):
    done = box.run("init", *args)
    assert done.status == 3 and not done.out and "nothing was written" in done.err, done
    after = {name: os.readlink(box.root / name) if (box.root / name).is_symlink() else box.read(name)
             for name in os.listdir(box.root)}
    assert after == before, (after, done)
    return done


def case_init_never_overwrites(box):
    box.write("Dockerfile", "FROM scratch\n")
    done = untouched(box, {"Dockerfile": "FROM scratch\n"}, *TORCH)
    assert "Dockerfile is there already" in done.err, done
    os.remove(box.root / "Dockerfile")
    box.write("compose.yaml", "services: {}\n")
    done = untouched(box, {"compose.yaml": "services: {}\n"}, *TORCH)
    assert "compose.yaml is there already" in done.err, done


def case_init_sees_other_compose_files(box):
    box.write("docker-compose.yml", "services: {}\n")
    untouched(box, {"docker-compose.yml": "services: {}\n"}, *TORCH)


def case_init_hides_no_dockerfile(box):
    for name, why in (("dockerfile", "would hide it"), ("compose.override.yml", "lay it over"),
                      ("docker-compose.override.yaml", "lay it over"), ("compose.yml", "would hide it")):
        box.write(name, "x\n")
        done = untouched(box, {name: "x\n"}, *TORCH)
        assert name in done.err and why in done.err, done
        os.remove(box.root / name)


def case_init_follows_no_link(box):
    os.symlink("nowhere", box.root / "Dockerfile")
    untouched(box, {"Dockerfile": "nowhere"}, *TORCH)
    os.remove(box.root / "Dockerfile")
    os.symlink("/etc/passwd", box.root / "compose.yaml")
    untouched(box, {"compose.yaml": "/etc/passwd"}, *TORCH)


def case_init_keeps_the_dockerignore(box):
    box.write(".dockerignore", "data\n")
    done = box.run("init", *TORCH)
    assert done.status == 0 and ".dockerignore was there already and is kept" in done.err, done
    assert box.read(".dockerignore") == "data\n"
    box.mkdir("there")
    assert "is kept" not in box.run("init", "there", *TORCH).err


def case_hosts_of_the_configuration(box):
    """Without flags about the host, those of .cudafit.toml count, all of them."""
    box.write(".cudafit.toml", '[[host]]\nname = "old"\ndriver = "470"\ngpus = ["V100"]\n[[host]]\ngpus = ["A100"]\n')
    done = box.run("recommend", "--torch", "2.4")
    assert done.status == 0 and "torch==2.4.1+cu118" in done.out, done
    assert 'for the host "old" of .cudafit.toml:' in done.err and "V100 (sm_70) and A100 (sm_80)" in done.out, done
    done = box.run("recommend", "--torch", "2.4", "--driver", "550")
    assert done.status == 0 and "for the host" not in done.err and "cu118" not in done.out, done
    done = box.run("init", "--torch", "2.4")
    assert done.status == 0 and "for the host" in done.err, done
    assert box.run("check").status == 0
    done = box.run("recommend", "--torch", "2.14")
    assert done.status == 1 and not done.out and "driver 470 is older" in done.err, done


def case_init_where_nothing_can_be_written(box):
    done = box.run("init", "none", *TORCH)
    assert done.status == 3 and "none" in done.err and not os.listdir(box.root), done
    box.write("file", "")
    assert box.run("init", "file", *TORCH).status == 3
    box.mkdir("closed")
    os.chmod(box.root / "closed", 0o555)
    done = box.run_unprivileged("init", "closed", *TORCH)
    assert done.status == 3 and not os.listdir(box.root / "closed"), done


def case_init_refuses_what_recommend_refuses(box):
    done = box.run("init", "--torch", "2.4", "--gpu", "RTX 5090")
    assert done.status == 1 and not os.listdir(box.root), done
    done = box.run("init")
    assert done.status == 2 and not os.listdir(box.root), done
