package dev.mynah.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.db.Rows;
import dev.mynah.server.task.TaskResult.SpeechMade;
import dev.mynah.server.task.TaskResult.TaskFailure;
import dev.mynah.server.task.TaskResult.VoiceMade;

/** Results as they are stored: the record's fields and its kind. */
final class TaskResultJson {
  private static final String KIND = "kind";

  private TaskResultJson() {}

  static String written(TaskResult result) {
    ObjectNode json = (ObjectNode) Rows.tree(result);
    json.put(
        KIND,
        switch (result) {
          case VoiceMade made -> "voice";
          case SpeechMade made -> "speech";
          case TaskFailure failure -> "failure";
        });
    return json.toString();
  }

  static TaskResult read(String written) {
    ObjectNode json = (ObjectNode) Rows.tree(written);
    JsonNode kind = json.remove(KIND);
    return switch (kind.asText()) {
      case "voice" -> Rows.record(json.toString(), VoiceMade.class);
      case "speech" -> Rows.record(json.toString(), SpeechMade.class);
      case "failure" -> Rows.record(json.toString(), TaskFailure.class);
      default -> throw new IllegalStateException("a task has a result of kind " + kind);
    };
  }
}
