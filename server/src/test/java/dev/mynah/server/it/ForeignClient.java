package dev.mynah.server.it;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Other people's clients, each with a driver that makes every call it has. */
enum ForeignClient {
  FISH_PYTHON {
    @Override
    void drive(Map<String, String> environment) throws Exception {
      PythonClients.run("fish-python.txt", "fish_python.py", environment, "reporting.py");
    }
  },
  FISH_PYTHON_LEGACY {
    @Override
    void drive(Map<String, String> environment) throws Exception {
      PythonClients.run("fish-python.txt", "fish_python_legacy.py", environment, "reporting.py");
    }
  },
  FISH_AUDIO_JAVASCRIPT {
    @Override
    void drive(Map<String, String> environment) throws Exception {
      JavaScriptClients.run(
          "fish-javascript.txt", NODE_WITH_FETCH, "fish_audio.mjs", environment, "reporting.mjs");
    }
  },
  FISH_AUDIO_SDK_JAVASCRIPT {
    @Override
    void drive(Map<String, String> environment) throws Exception {
      JavaScriptClients.run(
          "fish-javascript.txt",
          NODE_WITH_FETCH,
          "fish_audio_sdk.mjs",
          environment,
          "reporting.mjs");
    }
  },
  FISH_GO {
    @Override
    void drive(Map<String, String> environment) throws Exception {
      GoClients.run("github.com/fishaudio/fish-audio-go@v1.1.0", "fish_go.go", environment);
    }
  },
  OPENAI_PYTHON {
    @Override
    void drive(Map<String, String> environment) throws Exception {
      PythonClients.run("openai-python.txt", "openai_python.py", environment, "reporting.py");
    }
  },
  OPENAI_JAVASCRIPT {
    @Override
    void drive(Map<String, String> environment) throws Exception {
      JavaScriptClients.run(
          "openai-javascript.txt",
          NODE_PAST_22,
          "openai_javascript.mjs",
          environment,
          "reporting.mjs");
    }
  },
  LIVEKIT {
    @Override
    void drive(Map<String, String> environment) throws Exception {
      PythonClients.run("livekit.txt", "livekit_plugin.py", environment, "reporting.py");
    }
  },
  PIPECAT {
    @Override
    void drive(Map<String, String> environment) throws Exception {
      PythonClients.run("pipecat.txt", "pipecat_service.py", environment, "reporting.py");
    }
  };

  private static final int NODE_WITH_FETCH = 18;
  private static final int NODE_PAST_22 = 24; // the first after what openai needs that lasts

  abstract void drive(Map<String, String> environment) throws Exception;

  /** Has the client make its calls to a server that hums, and checks what became of them. */
  void tryHumming(Path folder, int audible, int calls) throws Exception {
    try (ToneServer server = ToneServer.start(folder.resolve("data"), ToneTrial.SETTINGS)) {
      ToneTrial.check(callsTo(ToneTrial.of(server), folder), audible, calls);
    }
  }

  /** Returns the calls that the client made, all of which did what they should. */
  List<ClientTrial.Call> callsTo(ClientTrial trial, Path folder) throws Exception {
    return trial.run(folder, this::drive);
  }
}
