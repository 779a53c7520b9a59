package dev.mynah.server.app.wiring;

import dev.mynah.server.http.ace.AceOutcomes;
import dev.mynah.server.http.console.ConsoleCalls;
import dev.mynah.server.http.console.ConsoleEndpoints;
import dev.mynah.server.http.console.KeyEndpoints;
import dev.mynah.server.http.console.TaskEndpoints;
import dev.mynah.server.http.console.TaskEntities;
import dev.mynah.server.http.console.UsageEndpoints;
import dev.mynah.server.http.console.WebhookEndpoints;
import dev.mynah.server.http.entity.PublicLinks;
import java.util.List;

/** Puts together what the console shows of keys, usage, tasks and callbacks. */
final class ManageWiring {
  private ManageWiring() {}

  static List<ConsoleEndpoints> endpoints(
      ConsoleCalls calls, Services services, PublicLinks links) {
    return List.of(
        new KeyEndpoints(
            calls,
            services.tokens(),
            services.usage(),
            services.webhookSecrets(),
            services.clock()),
        new UsageEndpoints(calls, services.tokens(), services.usage(), services.clock()),
        new TaskEndpoints(
            calls,
            services.tasks(),
            services.webhooks(),
            new TaskEntities(links, services.voices(), new AceOutcomes(links, services.voices()))),
        new WebhookEndpoints(calls, services.webhooks()));
  }
}
