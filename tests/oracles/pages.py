"""The pages whose exact readouts have an oracle: (page, drawn scenes, truths) by name."""

from tests.oracles import (
    densities,
    densities_scenes,
    gates,
    gates_scenes,
    gradient_scenes,
    gradient_variance,
    guided_search,
    guided_search_scenes,
    off_policy,
    off_policy_scenes,
    replay,
    replay_scenes,
    skills,
    skills_scenes,
    softmax_policy,
    softmax_scenes,
    squash_scenes,
    tanh_squashing,
    temperature,
    temperature_scenes,
    trajectories,
    trajectories_scenes,
)

PAGES = {
    scenes.PAGE.name: (scenes.PAGE, scenes.drawn, oracle.truths)
    for scenes, oracle in (
        (gradient_scenes, gradient_variance),
        (softmax_scenes, softmax_policy),
        (squash_scenes, tanh_squashing),
        (densities_scenes, densities),
        (trajectories_scenes, trajectories),
        (off_policy_scenes, off_policy),
        (replay_scenes, replay),
        (gates_scenes, gates),
        (temperature_scenes, temperature),
        (skills_scenes, skills),
        (guided_search_scenes, guided_search),
    )
}
