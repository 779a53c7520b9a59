package dev.mynah.engine.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Makes sentences of many kinds, always the same for a seed: frames filled with words drawn from a
 * lexicon, and with numbers, dates, times, money, measures, names and addresses.
 */
final class VariedSentences {
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December",
          "Jan.",
          "Feb",
          "Sept.",
          "Oct",
          "Dec.");
  private static final List<String> NAMES =
      List.of(
          "Alice",
          "Benjamin",
          "Carlos",
          "Deborah",
          "Ethan",
          "Fatima",
          "Grace",
          "Hiroshi",
          "Ingrid",
          "Jamal",
          "Katherine",
          "Liam",
          "Margaret",
          "Noah",
          "Olivia",
          "Priya",
          "Quentin",
          "Rosa");
  private static final List<String> SURNAMES =
      List.of(
          "Anderson",
          "Brown",
          "Chen",
          "Davies",
          "Edwards",
          "Fitzgerald",
          "Garcia",
          "Harris",
          "Johnson",
          "Kowalski",
          "MacDonald",
          "Nakamura",
          "O'Connor",
          "Patel",
          "Smith",
          "Williams");
  private static final List<String> PLACES =
      List.of(
          "London",
          "Chicago",
          "Paris",
          "Melbourne",
          "Toronto",
          "Dublin",
          "Berlin",
          "New York",
          "Cape Town",
          "Glasgow",
          "Seattle",
          "Mumbai",
          "Los Angeles",
          "Cardiff");
  private static final List<String> UNITS =
      List.of(
          "km", "kg", "cm", "mm", "mph", "lbs", "oz", "ft", "GB", "MHz", "ml", "mg", "kWh", "ms");
  private static final List<String> FRAMES =
      List.of(
          "The %s was as %s as the %s.",
          "I have never seen such a %s %s before.",
          "Why would anyone put a %s next to the %s?",
          "%s and %s went to the %s together.",
          "She said that the %s %s could not be trusted.",
          "If the %s is %s, we will have to %s it.",
          "He didn't %s the %s; he only %s it.",
          "There's a %s in every %s, isn't there?",
          "Before they could %s, the %s had gone.",
          "\"Don't %s the %s,\" she told him.",
          "My %s and your %s are in the same %s.",
          "It was %s, %s, and utterly %s.",
          "We used to %s near an old %s.",
          "The word %s is harder to say than %s.",
          "To %s or to %s: that is what they ask.",
          "An %s and a %s were found by the %s.",
          "Some people %s; others %s all day long.",
          "Does the %s of the %s matter?",
          "Never %s a %s you can't %s!",
          "In the end, the %s turned out to be a %s.");

  private final Random random;
  private final List<String> words;

  VariedSentences(long seed, List<String> words) {
    this.random = new Random(seed);
    this.words = words;
  }

  /** Returns so many sentences, the kinds in about the share they have in ordinary texts. */
  List<String> take(int count) {
    List<String> sentences = new ArrayList<>(count);
    while (sentences.size() < count) {
      sentences.add(sentence(random.nextInt(100)));
    }
    return sentences;
  }

  private String sentence(int kind) {
    if (kind < 46) {
      return frame();
    } else if (kind < 52) {
      return frame() + " " + frame();
    } else if (kind < 58) {
      return invented();
    } else if (kind < 63) {
      return capitals();
    } else if (kind < 69) {
      return quantity();
    } else if (kind < 75) {
      return date();
    } else if (kind < 79) {
      return time();
    } else if (kind < 84) {
      return money();
    } else if (kind < 88) {
      return measure();
    } else if (kind < 92) {
      return title();
    } else if (kind < 95) {
      return compound();
    } else if (kind < 97) {
      return roman();
    }
    return switch (kind) {
      case 97 -> fraction();
      case 98 -> random.nextBoolean() ? address() : emoji();
      default -> frame();
    };
  }

  private String frame() {
    String frame = pick(FRAMES);
    while (frame.contains("%s")) {
      frame = frame.replaceFirst("%s", word().replace("$", ""));
    }
    return Character.toUpperCase(frame.charAt(0)) + frame.substring(1);
  }

  private String invented() {
    List<String> onsets =
        List.of("bl", "cr", "z", "th", "qu", "sn", "v", "gl", "m", "tr", "sh", "p");
    List<String> rhymes =
        List.of("ax", "orf", "immer", "oon", "ubble", "ight", "and", "elto", "ix");
    Supplier<String> made =
        () -> pick(onsets) + pick(rhymes) + (random.nextBoolean() ? pick(rhymes) : "");
    String name = made.get();
    String place = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return oneOf(
        "The " + made.get() + " of " + place + " was " + word() + ".",
        "They " + made.get() + "ed and " + made.get() + "ing all night.",
        place + "'s " + made.get() + "s are the " + word() + " ones.");
  }

  private String capitals() {
    String letters =
        random
            .ints(2 + random.nextInt(3), 'A', 'Z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return oneOf(
        "The " + letters + " has " + word() + " the " + word() + ".",
        "PLEASE "
            + word().toUpperCase(Locale.ROOT)
            + " THE "
            + word().toUpperCase(Locale.ROOT)
            + ".",
        "It is a " + word().toUpperCase(Locale.ROOT) + " " + word() + ", says " + letters + ".");
  }

  private String quantity() {
    int number = random.nextInt(random.nextBoolean() ? 200 : 2_000_000);
    return oneOf(
        "There were " + grouped(number) + " people in " + pick(PLACES) + ".",
        "About " + number(99) + "." + number(9) + "% of the " + word() + " is gone.",
        "Of " + number(300) + " boxes, only " + number(40) + " held a " + word() + ".",
        "It came " + ordinal() + " out of " + number(90) + " in the " + word() + " test.",
        "She counted from " + number(20) + " to " + number(100) + " twice.",
        "Version "
            + number(9)
            + "."
            + number(20)
            + "."
            + number(9)
            + " of the "
            + word()
            + " is out.",
        "Back in the " + (1900 + 10 * random.nextInt(10)) + "s, the " + word() + " was new.",
        "In " + (1100 + random.nextInt(950)) + " nobody had a " + word() + ".",
        "The ratio is " + number(20) + "." + (10 + random.nextInt(89)) + " to " + number(10) + ".");
  }

  private String date() {
    int year = 1850 + random.nextInt(200);
    int day = 1 + random.nextInt(28);
    return oneOf(
        "The " + word() + " opened on " + pick(MONTHS) + " " + day + ", " + year + ".",
        "On " + day + " " + pick(MONTHS) + " " + year + " we left " + pick(PLACES) + ".",
        "It was signed on "
            + (1 + random.nextInt(12))
            + "/"
            + day
            + "/"
            + year
            + " by "
            + pick(NAMES)
            + ".",
        String.format(
            Locale.ROOT, "The file is dated %d-%02d-%02d.", year, 1 + random.nextInt(12), day),
        "She was born on the " + day + "th of " + pick(MONTHS.subList(0, 12)) + ".",
        "From "
            + year
            + " to "
            + (year + 9)
            + ", "
            + pick(NAMES)
            + " lived in "
            + pick(PLACES)
            + ".");
  }

  private String time() {
    String minutes = String.format(Locale.ROOT, "%02d", random.nextInt(60));
    int hour = 1 + random.nextInt(12);
    return oneOf(
        "Meet me at "
            + hour
            + ":"
            + minutes
            + " "
            + oneOf("am", "pm", "a.m.", "PM")
            + " in "
            + pick(PLACES)
            + ".",
        "The train leaves at " + (hour + 11) + ":" + minutes + ".",
        "At " + hour + oneOf("am", "pm", " pm") + " the " + word() + " stops.",
        "Her time was " + hour + ":" + minutes + ":" + (10 + random.nextInt(49)) + ", a record.");
  }

  private String money() {
    String cents = String.format(Locale.ROOT, ".%02d", random.nextInt(100));
    String sign = oneOf("$", "£", "€");
    return oneOf(
        "The " + word() + " costs " + sign + number(900) + cents + ".",
        "He paid " + sign + grouped(random.nextInt(90_000)) + " for a " + word() + ".",
        "They raised "
            + sign
            + (1 + random.nextInt(9))
            + "."
            + (1 + random.nextInt(9))
            + oneOf(" million", " billion", "M")
            + " last year.",
        "It was only " + sign + number(20) + ", not " + sign + number(90) + ".",
        "A fine of " + oneOf("¥", "₹") + grouped(random.nextInt(9_000)) + " was paid.");
  }

  private String measure() {
    return oneOf(
        "The " + word() + " weighs " + number(500) + " " + pick(UNITS) + ".",
        "It is " + number(40) + "." + number(9) + pick(UNITS) + " long.",
        "Water boils at " + number(120) + "°C or " + number(300) + " °F.",
        "We need " + number(50) + " " + pick(UNITS) + " of " + word() + " by Friday.");
  }

  private String title() {
    return oneOf(
        oneOf("Mr.", "Mrs.", "Dr.", "Prof.", "Ms.")
            + " "
            + pick(SURNAMES)
            + " will "
            + word()
            + " it.",
        pick(NAMES) + " " + pick(SURNAMES) + " of " + pick(PLACES) + " likes " + word() + ".",
        "Ask "
            + oneOf("Gen.", "Sen.", "Capt.", "Rev.")
            + " "
            + pick(SURNAMES)
            + " about the "
            + word()
            + ".",
        pick(SURNAMES)
            + " & Co. sold "
            + oneOf("approx.", "no more than")
            + " "
            + number(90)
            + " units.",
        pick(NAMES) + "'s " + word() + ", like " + pick(SURNAMES) + "'s, was " + word() + ".");
  }

  private String compound() {
    return oneOf(
        "A " + word() + "-" + word() + " " + word() + " is rare.",
        "The " + word() + "/" + word() + " choice was " + word() + ".",
        "Gate "
            + oneOf("A", "B", "C")
            + number(60)
            + " serves route "
            + oneOf("X-", "T", "AB-")
            + number(900)
            + ".",
        "His " + word() + "-like " + word() + " wasn't " + word() + "-free.");
  }

  private String roman() {
    return oneOf(
        oneOf("Henry", "Louis", "George", "Edward")
            + " "
            + oneOf("II", "III", "IV", "VI", "VIII", "XIV")
            + " ruled then.",
        oneOf("Chapter", "Part", "Act", "Volume")
            + " "
            + oneOf("I", "II", "IX", "XII", "XL")
            + " is about "
            + word()
            + ".",
        "World War " + oneOf("I", "II") + " changed " + pick(PLACES) + ".");
  }

  private String fraction() {
    return oneOf(
        "Add " + oneOf("1/2", "1/3", "3/4", "2/5") + " of the " + word() + ".",
        "Use " + number(9) + " " + oneOf("1/2", "3/4") + " cups of " + word() + ".",
        "Nearly " + oneOf("½", "¾", "¼") + " of the " + word() + " was left.");
  }

  private String address() {
    return oneOf(
        "Write to "
            + pick(NAMES).toLowerCase(Locale.ROOT)
            + "@example.com about the "
            + word()
            + ".",
        "Visit www.example.org for the " + word() + ".",
        "Call 555-0" + (100 + random.nextInt(900)) + " and ask for " + pick(NAMES) + ".",
        "The page at https://example.com/" + word() + " is down.");
  }

  private String emoji() {
    return oneOf(
        "What a " + word() + " day \uD83D\uDE00!",
        "I love my " + word() + " ❤️",
        "\uD83D\uDE80 The " + word() + " has landed.");
  }

  private String word() {
    return pick(words);
  }

  private int number(int limit) {
    return 1 + random.nextInt(limit);
  }

  private String ordinal() {
    int number = number(120);
    int last = number % 10;
    boolean teen = number % 100 / 10 == 1;
    return number + (teen ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
  }

  private static String grouped(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
