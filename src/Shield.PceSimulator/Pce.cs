using Shield.PceSimulator.Events;
using Shield.PceSimulator.Faults;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.Seeds;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator;

/// <summary>Everything that a PCE knows. One request at a time reads and changes it, under <see cref="Gate"/>.</summary>
internal sealed class Pce
{
    public Pce(SimulatorOptions options, FaultScript faults)
    {
        Options = options;
        Org = new Org(options.OrgId);
        Faults = faults;
        Rate = new RateLimit(options);
        Seed.Sow(this);
    }

    public SimulatorOptions Options { get; }

    public Org Org { get; }

    public Lock Gate { get; } = new();

    public PolicyBook Policy { get; } = new();

    public LabelBook Labels { get; } = new();

    public WorkloadBook Workloads { get; } = new();

    public EventLog Events { get; } = new();

    public JobBook Jobs { get; } = new();

    public RateLimit Rate { get; }

    public FaultScript Faults { get; set; }

    /// <summary>Does what a request asks. Called under <see cref="Gate"/>.</summary>
    public Answer Run(Call call, Func<Pce, Call, Answer> feature) => feature(this, call);

    public DateTimeOffset Now => Options.Clock.GetUtcNow();
}
