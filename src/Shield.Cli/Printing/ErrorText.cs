using Shield.Operating.Answers;

namespace Shield.Cli.Printing;

internal static class ErrorText
{
    public static void Write(ErrorDetail error, Screen screen)
    {
        var message = error.Remedy is { } remedy ? $"{error.Message}. To do: {remedy}" : error.Message;
        if (error.Faults is { Length: > 0 } faults && !(faults is [var only] && only == error.Message))
        {
            screen.Line($"shield: {message}", Tone.Bad);
            foreach (var fault in faults)
            {
                screen.Point(fault);
            }
        }
        else
        {
            screen.Line($"shield: {message}", Tone.Bad);
        }
    }
}
