using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Operating.Allow;

namespace Shield.Cli.Allow;

internal static class AllowText
{
    public static void Write(ImmutableArray<AllowRow> rows, Screen screen) => screen.Write(AllowLines.Of(rows));

    public static void Write(AllowCheck check, Screen screen) => screen.Write(AllowLines.Of(check));
}
