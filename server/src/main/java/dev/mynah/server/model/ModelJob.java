package dev.mynah.server.model;

import java.util.List;

/**
 * What is being done with a model, at one moment.
 *
 * @param model its name
 * @param kind what is done
 * @param state how far it is
 * @param step what is being done right now, a sentence
 * @param done bytes there so far
 * @param total bytes wanted; 0 while nobody knows
 * @param problems what the verification found, or why the model can't be had; a sentence each
 * @param revision grows with every change, from job to job
 */
public record ModelJob(
    String model,
    Kind kind,
    State state,
    String step,
    long done,
    long total,
    List<String> problems,
    long revision) {
  public ModelJob {
    problems = List.copyOf(problems);
  }

  /** What can be done with a model. */
  public enum Kind {
    /** Fetch what is missing, and replace what is damaged. */
    PULL,
    /** Read every byte and compare. */
    VERIFY
  }

  /** How far a job is. */
  public enum State {
    /** Under way. */
    RUNNING,
    /** Ended as it should; a verification may have found problems all the same. */
    DONE,
    /** Given up; the problems say why. */
    FAILED
  }

  /** Returns whether nothing will change any more. */
  public boolean ended() {
    return state != State.RUNNING;
  }

  ModelJob working(String step, long done, long total, long revision) {
    return new ModelJob(model, kind, State.RUNNING, step, done, total, List.of(), revision);
  }

  ModelJob ended(State state, List<String> problems, long revision) {
    return new ModelJob(model, kind, state, "", done, total, problems, revision);
  }
}
