using Shield.Cli.Printing;
using Shield.Operating.Answers;

namespace Shield.Cli.Notifications;

internal static class NotifyText
{
    public static void WriteTest(NotifyTestAnswer answer, Screen screen) =>
        screen.Line(
            answer.Delivered
                ? $"Channel {answer.Channel} ({answer.Kind}) took the test message: {answer.Answer}"
                : $"Channel {answer.Channel} ({answer.Kind}) did not take the test message: {answer.Answer}",
            answer.Delivered ? Tone.Good : Tone.Bad
        );

    public static void WriteRetry(NotifyRetryAnswer answer, Screen screen)
    {
        if (answer is { Sent: 0, Kept: 0, Unreadable: 0 })
        {
            screen.Line($"Nothing waits in {answer.File}.", Tone.Good);
            return;
        }

        screen.Line($"{answer.Sent} message(s) sent, {answer.Kept} kept in {answer.File}.", answer.Kept is 0 ? Tone.Good : Tone.Warning);
        foreach (var fault in answer.Faults)
        {
            screen.Line(fault, Tone.Bad);
        }

        if (answer.Unreadable > 0)
        {
            screen.Line($"{answer.Unreadable} line(s) are no message: they lie in {answer.File}.unreadable now.", Tone.Bad);
        }
    }
}
