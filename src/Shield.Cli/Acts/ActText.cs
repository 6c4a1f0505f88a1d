using Shield.Cli.Printing;
using Shield.Operating.Acts;
using Shield.Operating.Reading;

namespace Shield.Cli.Acts;

internal static class ActText
{
    public static void Write(ActResult result, Screen screen)
    {
        screen.Lines(ActLines.Of(result));
        screen.Write(TrafficText.Parts(result.Traffic));
    }
}
