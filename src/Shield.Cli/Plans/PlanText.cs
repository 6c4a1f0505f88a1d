using Shield.Cli.Printing;
using Shield.Operating.Plans;

namespace Shield.Cli.Plans;

internal static class PlanText
{
    public static void Write(PlanResult result, Screen screen) => screen.Write(PlanLines.Of(result));
}
