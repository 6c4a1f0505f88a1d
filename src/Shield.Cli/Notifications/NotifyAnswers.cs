using System.Collections.Immutable;

namespace Shield.Cli.Notifications;

/// <summary>Of <c>notify test</c>.</summary>
/// <param name="Kind">What the channel speaks.</param>
/// <param name="Delivered">Whether the other side took it.</param>
/// <param name="Answer">What came back.</param>
internal sealed record NotifyTestAnswer(string Channel, string Kind, bool Delivered, string Answer);

/// <summary>Of <c>notify retry</c>.</summary>
/// <param name="File">The dead-letter file.</param>
/// <param name="Sent">Messages that were taken now.</param>
/// <param name="Kept">Those that were not, and stand in the file again.</param>
/// <param name="Unreadable">Lines that are no message; they lie in a file beside it.</param>
/// <param name="Faults">Why messages were not taken, each reason once.</param>
internal sealed record NotifyRetryAnswer(string File, int Sent, int Kept, int Unreadable, ImmutableArray<string> Faults);
