/**
 * Texts to read aloud, about fifteen seconds each. Together the sentences of each hold nearly all
 * sounds of English, in questions, statements and lists, so that the voice is heard at its widest.
 */
export const PASSAGES = [
  "The old fox paused beside the mill, where fresh water splashed over a huge wooden wheel. “Just a moment,” she thought. “Shall I choose the path through the orchard, or the usual long road down to the harbour?”",
  "On Thursday evening we measured the garden, argued about the shape of the pond, and enjoyed a large jug of ginger tea. Nobody had noticed the boy on the wall, quietly chewing a pear and watching us all.",
  "Could you bring the blue vase from the kitchen? I would rather use white roses this year, though yellow was always their choice. Join us at five; we watch the ships leave before the tide turns, for pure pleasure.",
];
