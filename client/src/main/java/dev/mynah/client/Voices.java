package dev.mynah.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Makes, finds, changes and deletes voices. */
public final class Voices {
  private static final Duration FIRST_LOOK = Duration.ofMillis(500);
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);
  private static final double SLOWER = 1.5;

  private final Wire wire;
  private final CloneCalls calls;
  private final Tasks tasks;

  Voices(Wire wire, Tasks tasks) {
    this.wire = wire;
    this.calls = new CloneCalls(wire);
    this.tasks = tasks;
  }

  /**
   * Makes a voice and waits until it can speak, for as long as the client's deadline. At Mynah a
   * lost connection makes no second voice: the request is known by an Idempotency-Key.
   *
   * @throws InvalidRequestException if the request isn't complete
   * @throws UnsupportedByServiceException if the service doesn't take such recordings
   * @throws ServiceException if it refuses them
   */
  public Voice clone(CloneRequest request) {
    calls.check(request);
    Call call = calls.waiting(request);
    JsonNode answer = wire.ask(call);
    if (VoiceReader.isVoice(answer)) {
      return ready(VoiceReader.read(answer));
    }
    return made(tasks.await(taskId(answer, call)));
  }

  /** Makes a voice as {@link #clone} does; cancelling the future gives the call up. */
  public CompletableFuture<Voice> cloneAsync(CloneRequest request) {
    calls.check(request);
    return wire.background().call(() -> clone(request));
  }

  /**
   * Asks for a voice without waiting for it. How it goes on is told by {@link Tasks#find}, {@link
   * Tasks#await} and, if {@link CloneRequest#callbackUrl} is set, by a callback. Not at Fish Audio.
   */
  public Task cloneLater(CloneRequest request) {
    wire.service().require(Capability.CLONE_LATER);
    calls.check(request);
    Call call = calls.later(request);
    JsonNode answer = wire.ask(call);
    return VoiceReader.isVoice(answer)
        ? Task.done(VoiceReader.read(answer))
        : Task.pending(taskId(answer, call));
  }

  private static String taskId(JsonNode answer, Call call) {
    String id = Json.text(answer, "task_id");
    if (id == null) {
      throw UnexpectedAnswerException.of(
          call.words() + " was answered with neither a voice nor a task.");
    }
    return id;
  }

  private static Voice made(Task task) {
    Voice voice = task.voice();
    if (voice == null) {
      throw UnexpectedAnswerException.of("Task " + task.id() + " has succeeded without a voice.");
    }
    return voice;
  }

  /** Waits while a voice is being made. */
  private Voice ready(Voice voice) {
    if (voice.state() == Voice.State.TRAINED) {
      return voice;
    }
    Polling polling = new Polling(wire.settings(), FIRST_LOOK, LAST_LOOK, SLOWER);
    Voice ended =
        polling.until(
            Deadline.in(wire.settings().timeouts().deadline()),
            "The voice",
            () ->
                find(voice.id())
                    .filter(
                        now ->
                            now.state() == Voice.State.TRAINED
                                || now.state() == Voice.State.FAILED));
    if (ended.state() == Voice.State.FAILED) {
      throw UnexpectedAnswerException.of(
          "Voice " + ended.id() + " couldn't be made of its recording.");
    }
    return ended;
  }

  /** Returns a voice, or nothing if there is none of this id that the key may see. */
  public Optional<Voice> find(String id) {
    try {
      return Optional.of(get(id));
    } catch (ServiceException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Returns a voice.
   *
   * @throws ServiceException with status 404 if there is none of this id that the key may see
   */
  public Voice get(String id) {
    return VoiceReader.read(
        wire.ask(Call.get(wire.url(root() + "/" + Wire.segment(Check.id("id", id))))));
  }

  /**
   * Lists voices, asking for a page whenever the last one is used up. Others' public voices end
   * after 1,000 at Mynah and Fish Audio.
   */
  public Stream<Voice> list(VoiceQuery query) {
    return Paging.stream(page -> page(query, page));
  }

  /**
   * Returns one page of a list.
   *
   * @param number of the page, from 1
   */
  public Page<Voice> page(VoiceQuery query, int number) {
    int page = Check.within("page_number", number, 1, 1_000_000);
    JsonNode answer = wire.ask(Call.get(wire.url(root() + query.wire(page))));
    List<Voice> voices = new ArrayList<>();
    answer.path("items").forEach(each -> voices.add(VoiceReader.read(each)));
    long total = answer.path("total").asLong(voices.size());
    boolean more = answer.path("has_more").asBoolean((long) page * query.pageSize() < total);
    return new Page<>(voices, total, more);
  }

  /** Changes a voice of one's own and returns it as it is then. Not at Ace Data Cloud. */
  public Voice update(String id, VoiceChanges changes) {
    wire.service().require(Capability.CHANGE_VOICES);
    String checked = Check.id("id", id);
    wire.transport().send(Call.patch(wire.url("/model/" + Wire.segment(checked)), changes.body()));
    return get(checked);
  }

  /** Deletes a voice of one's own for good. Not at Ace Data Cloud. */
  public void delete(String id) {
    wire.service().require(Capability.CHANGE_VOICES);
    wire.transport().send(Call.delete(wire.url("/model/" + Wire.segment(Check.id("id", id)))));
  }

  private String root() {
    return wire.isAce() ? "/fish/model" : "/model";
  }
}
