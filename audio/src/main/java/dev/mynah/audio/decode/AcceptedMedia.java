package dev.mynah.audio.decode;

import java.util.List;

/*
 * What FFmpeg may use of itself. Everything else it can do - playlists, scripts that name other
 * files, network protocols, video - is out of reach however a file asks for it.
 */
final class AcceptedMedia {
  /** Names of demuxers. A playlist or concat demuxer must never be here: they open other files. */
  static final String CONTAINERS =
      String.join(
          ",",
          List.of(
              "wav",
              "w64",
              "mp3",
              "mov",
              "flac",
              "ogg",
              "matroska",
              "aac",
              "aiff",
              "au",
              "caf",
              "amr",
              "amrnb",
              "amrwb"));

  /** The demuxer for G.722 without a header, used only when the caller says it is that. */
  static final String G722_CONTAINER = "g722";

  static final String PROTOCOLS = "file";

  /** Names of decoders, audio all. */
  static final String CODECS =
      String.join(
          ",",
          List.of(
              "mp3float",
              "mp3",
              "mp2float",
              "mp2",
              "mp1float",
              "mp1",
              "aac",
              "aac_latm",
              "alac",
              "flac",
              "vorbis",
              "opus",
              "libopus",
              "speex",
              "libspeex",
              "g722",
              "amrnb",
              "amrwb",
              "gsm",
              "gsm_ms",
              "adpcm_ms",
              "adpcm_ima_wav",
              "adpcm_ima_qt",
              "adpcm_g722",
              "adpcm_g726",
              "adpcm_swf",
              "adpcm_yamaha",
              "pcm_alaw",
              "pcm_mulaw",
              "pcm_u8",
              "pcm_s8",
              "pcm_s8_planar",
              "pcm_s16le",
              "pcm_s16be",
              "pcm_s16le_planar",
              "pcm_s16be_planar",
              "pcm_u16le",
              "pcm_u16be",
              "pcm_s24le",
              "pcm_s24be",
              "pcm_s24le_planar",
              "pcm_u24le",
              "pcm_u24be",
              "pcm_s32le",
              "pcm_s32be",
              "pcm_s32le_planar",
              "pcm_u32le",
              "pcm_u32be",
              "pcm_s64le",
              "pcm_s64be",
              "pcm_f32le",
              "pcm_f32be",
              "pcm_f64le",
              "pcm_f64be"));

  private AcceptedMedia() {}
}
