using Shield.Cli.Hosting;
using Shield.Cli.Output;
using Shield.Core.Planning;
using Shield.Pce.Installing;

namespace Shield.Cli.Work;

/// <summary><c>init</c>: shows what is missing on the PCE, and with <c>--apply</c> makes it.</summary>
internal static class Initialisation
{
    public static Task<Answer<InitAnswer>> RunAsync(Composition composition, InitRequest request, CancellationToken cancellationToken) =>
        composition.Settings.Pce.Mode is PceMode.Deny
            ? RunDenyAsync(composition.Installation, request, isMove: false, cancellationToken)
            : new Narrowing(composition).RunAsync(request, isMove: false, cancellationToken);

    public static async Task<Answer<InitAnswer>> RunDenyAsync(Installation installation, InitRequest request, bool isMove, CancellationToken cancellationToken)
    {
        var state = await installation.ReadAsync(request.Domains, cancellationToken);
        var plan = isMove ? Installation.PlanMove(state) : Installation.Plan(state);
        var answer = InitAnswers.Of(plan);
        if (plan.Refusal is { } refusal)
        {
            return new Answer<InitAnswer>(answer, refusal.IsStructural ? ExitCode.Refused : ExitCode.Error);
        }

        if (!request.Apply || plan.IsNothingToDo)
        {
            return new Answer<InitAnswer>(answer, ExitCode.Done);
        }

        var result = await installation.ApplyAsync(plan, cancellationToken);
        return new Answer<InitAnswer>(answer with { Applied = true, Create = result.Created, PolicyVersion = result.Version?.Number }, ExitCode.Done);
    }
}
