using System.Text;
using Spectre.Console;

namespace Shield.Cli.Printing;

/// <summary>
/// Where a screen's text goes. Whether that is a terminal is told: the library would compare the writer with the console's own, which it is
/// not.
/// </summary>
internal sealed class ScreenOutput(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
{
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    public TextWriter Writer => writer;

    public bool IsTerminal => isTerminal;

    public int Width => Measured(() => System.Console.BufferWidth, UsualWidth, isTerminal);

    public int Height => HeightOfTerminal(isTerminal);

    /// <summary>In lines; a usual one where it cannot be measured.</summary>
    public static int HeightOfTerminal(bool isTerminal) => Measured(() => System.Console.WindowHeight, UsualHeight, isTerminal);

    public void SetEncoding(Encoding encoding) { }

    private static int Measured(Func<int> measure, int usual, bool isTerminal)
    {
        try
        {
            return isTerminal && measure() is > 0 and var size ? size : usual;
        }
        catch (IOException)
        {
            return usual;
        }
    }
}
