using Shield.Cli.Printing;
using Shield.Operating.Apply;

namespace Shield.Cli.Apply;

internal static class ApplyText
{
    public static void Write(ApplyResult result, Screen screen) => screen.Lines(ApplyLines.Of(result));
}
