using Shield.Cli.Printing;
using Spectre.Console;

namespace Shield.Cli.Demo;

/// <summary>What is going on, on standard error: a bar that moves on a terminal, a line a step anywhere else.</summary>
internal static class DemoProgress
{
    /// <param name="error">Standard error.</param>
    /// <param name="isTerminal">Whether a person looks at it.</param>
    /// <param name="steps">How many there will be.</param>
    /// <param name="work">Says what begins now.</param>
    public static async Task<T> ShowAsync<T>(TextWriter error, bool isTerminal, int steps, Func<Action<string>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new ScreenOutput(error, isTerminal) });
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Out.IsTerminal)
        {
            var told = 0;
            return await work(step => error.WriteLine($"[{++told}/{steps}] {step}"));
        }

        return await console
            .Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async live =>
            {
                // A task must have a name from the start.
                var task = live.AddTask("Setting the stage", maxValue: steps);
                var told = 0;
                var result = await work(step =>
                {
                    task.Value = told++;
                    task.Description = Markup.Escape(step);
                });
                task.Value = steps;
                return result;
            });
    }
}
