/** Whether a sender can be filtered for: none at all, or a whole address. A name has to be searched for. */
export function isExactSender(sender: string | undefined): boolean {
  return sender === undefined || /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(sender);
}
