//! The conversation as a state machine: what is asked next, and what each thing said does to the
//! draft. Prompts drive it and hold no rules of their own; what is to be saved is [`Interview::draft`].

use std::fmt;

use super::assessment::{
    Answer, Assessment, Focus, FocusOutcome, MOST_FOCUS, Outcome, Reason, State,
};
use super::rubric::{Question, Rating, Rubric, Skill};

/// What is being asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Which role the answers are held against: one of the rubric's profiles.
    Role,
    /// Which stage the company is in: none, or one of the rubric's stages.
    Stage,
    /// What came of a focus chosen last time, by its place in `last_focus`.
    LastOutcome(usize),
    /// In words, what came of it.
    LastNote(usize),
    /// The text for a question, by its place among all questions.
    Evidence(usize),
    /// The rating for a question.
    Rating(usize),
    /// The list of all answers.
    Review,
    /// What to work on next.
    Focus,
    /// Everything is said: the draft may be finished.
    Done,
    /// Left for another day.
    Stopped,
}

/// What a person may say. Which of them a step takes is for [`Interview::apply`] to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Picks from a list: a role, a stage (0 is none), an outcome. Counted from 0.
    Choose(usize),
    /// What came of the last focus, in words; may be empty.
    Note(String),
    /// One more line of evidence.
    Line(String),
    /// No more lines: on to the rating.
    EndOfEvidence,
    /// The whole evidence anew, as it comes back from an editor.
    Evidence(String),
    /// Removes the evidence.
    Clear,
    /// Takes last time's evidence for the same question.
    Reuse,
    /// Switches private on or off for this answer.
    Private,
    Rate(Rating),
    /// Leaves the answer as it is and goes on.
    Keep,
    Skip,
    NotApplicable {
        reason: Reason,
        note: String,
    },
    Back,
    Review,
    /// Opens the question with that id.
    GoTo(String),
    /// Ends the questions; what is open counts as skipped.
    Finish,
    Focus(Focus),
    EndOfFocus,
    Quit,
}

/// Something worth telling that an action brought about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A question was dealt with; its place and the number of questions asked, counted from 1.
    Answered {
        question: String,
        position: usize,
        of: usize,
    },
    /// All questions of a skill that are asked are dealt with.
    SkillDone { skill: String },
    /// All questions of a cluster are, and the next question belongs to another.
    ClusterDone { cluster: String },
    /// The answer is private now, or no longer.
    Private(bool),
    /// Evidence of last time was taken.
    Reused,
    /// The evidence is empty now.
    Cleared,
}

/// Why an action was not taken. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The step takes something else.
    NotHere,
    /// There is nothing before this.
    AtTheStart,
    NoSuchChoice {
        most: usize,
    },
    NoSuchQuestion(String),
    NoSuchSkill(String),
    NothingToReuse,
    /// The question has no answer that could be kept.
    NotAnswered,
    EmptyFocus,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotHere => f.write_str("that does not work here"),
            Self::AtTheStart => f.write_str("this is the first thing asked"),
            Self::NoSuchChoice { most } => write!(f, "choose a number from 1 to {most}"),
            Self::NoSuchQuestion(id) => write!(f, "there is no question `{id}`"),
            Self::NoSuchSkill(id) => write!(f, "there is no skill `{id}`"),
            Self::NothingToReuse => f.write_str("nothing was written for this question last time"),
            Self::NotAnswered => f.write_str("this question has no rating yet"),
            Self::EmptyFocus => f.write_str("say what you will do"),
        }
    }
}

impl std::error::Error for Refusal {}

/// Where an interview opens, and what it asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Ask for role and stage first.
    pub ask_role: bool,
    /// Ask only the questions of this skill; the others stay as they are.
    pub skill: Option<String>,
    pub start: Start,
}

/// What an interview shows first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The first question without an answer.
    #[default]
    Next,
    /// The list of all answers.
    Review,
    /// One question, then the list.
    Edit(String),
    /// One question, and with its answer the interview is over.
    EditOnly(String),
}

/// What the next answer leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Onward {
    NextQuestion,
    Review,
    Done,
}

/// An interview in progress.
///
/// Invariant: [`Self::draft`] holds every word said so far, typed lines that are not finished included.
#[derive(Clone, Debug)]
pub struct Interview<'a> {
    rubric: &'a Rubric,
    previous: Option<&'a Assessment>,
    questions: Vec<(&'a Skill, &'a Question)>,
    /// Places of the questions asked in order; the others are reached through the review.
    asked: Vec<usize>,
    draft: Assessment,
    step: Step,
    onward: Onward,
    /// Evidence as it was before the lines being typed, and those lines.
    before: String,
    typed: Vec<String>,
    /// Focus lines given in this interview.
    chosen: usize,
    ask_stage: bool,
}

impl<'a> Interview<'a> {
    /// Opens an interview over a draft. `previous` is the last finished assessment, for its focus
    /// and evidence.
    ///
    /// # Errors
    /// When the opening names a skill or question that the rubric does not have.
    pub fn open(
        rubric: &'a Rubric,
        draft: Assessment,
        previous: Option<&'a Assessment>,
        opening: Opening,
    ) -> Result<Self, Refusal> {
        let questions: Vec<_> = rubric.questions().collect();
        if let Some(skill) = &opening.skill
            && rubric.skill(skill).is_none()
        {
            return Err(Refusal::NoSuchSkill(skill.clone()));
        }
        let asked = questions
            .iter()
            .enumerate()
            .filter(|(_, (skill, _))| opening.skill.as_ref().is_none_or(|id| *id == skill.id))
            .map(|(place, _)| place)
            .collect();
        let mut interview = Self {
            rubric,
            previous,
            questions,
            asked,
            draft,
            step: Step::Review,
            onward: Onward::NextQuestion,
            before: String::new(),
            typed: Vec::new(),
            chosen: 0,
            ask_stage: opening.ask_role && !rubric.stages.is_empty(),
        };
        interview.carry_focus();
        match opening.start {
            Start::Review => interview.step = Step::Review,
            Start::Edit(id) => {
                interview.onward = Onward::Review;
                interview.step = Step::Evidence(interview.place(&id)?);
            }
            Start::EditOnly(id) => {
                interview.onward = Onward::Done;
                interview.step = Step::Evidence(interview.place(&id)?);
            }
            Start::Next if opening.ask_role => interview.step = Step::Role,
            Start::Next => interview.step = interview.after_opening(),
        }
        Ok(interview)
    }

    /// What is being asked now.
    #[must_use]
    pub fn step(&self) -> Step {
        self.step
    }

    /// Everything said so far: what is to be saved.
    #[must_use]
    pub fn draft(&self) -> &Assessment {
        &self.draft
    }

    /// The rubric of the interview.
    #[must_use]
    pub fn rubric(&self) -> &'a Rubric {
        self.rubric
    }

    /// The question at a place, and its skill.
    #[must_use]
    pub fn question(&self, place: usize) -> Option<(&'a Skill, &'a Question)> {
        self.questions.get(place).copied()
    }

    /// What has been said to the question at a place.
    #[must_use]
    pub fn answer(&self, place: usize) -> Answer {
        self.question(place)
            .and_then(|(_, question)| self.draft.answer(&question.id))
            .cloned()
            .unwrap_or_default()
    }

    /// The question that the one at `place` continues, with what was written for it.
    #[must_use]
    pub fn parent(&self, place: usize) -> Option<(&'a Question, Answer)> {
        let (_, question) = self.question(place)?;
        let (_, parent) = self.rubric.question(question.follows.as_deref()?)?;
        let answer = self.draft.answer(&parent.id).cloned().unwrap_or_default();
        Some((parent, answer))
    }

    /// What was written for the same question last time; none where it was nothing.
    #[must_use]
    pub fn earlier(&self, place: usize) -> Option<&'a Answer> {
        let (_, question) = self.question(place)?;
        self.previous?
            .answer(&question.id)
            .filter(|answer| answer.has_evidence())
    }

    /// Whether lines for the current question have been typed that replace earlier text once ended.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        !self.typed.is_empty()
    }

    /// How many focus lines may still be given.
    #[must_use]
    pub fn focus_left(&self) -> usize {
        MOST_FOCUS.saturating_sub(self.chosen)
    }

    /// The place of a question among those asked and their number, counted from 1. A question
    /// that was opened from the review counts among all.
    #[must_use]
    pub fn position(&self, place: usize) -> (usize, usize) {
        match self.asked.iter().position(|asked| *asked == place) {
            Some(position) => (position + 1, self.asked.len()),
            None => (place + 1, self.questions.len()),
        }
    }

    /// Takes what the person said.
    ///
    /// # Errors
    /// When the step does not take it; nothing has changed then.
    pub fn apply(&mut self, action: Action) -> Result<Vec<Event>, Refusal> {
        match (self.step, action) {
            (_, Action::Quit) => {
                self.step = Step::Stopped;
                Ok(Vec::new())
            }
            (Step::Done | Step::Stopped, _) => Err(Refusal::NotHere),
            (Step::Role, Action::Choose(index)) => self.choose_role(index),
            (Step::Stage, Action::Choose(index)) => self.choose_stage(index),
            (Step::Stage, Action::Back) => self.go(Step::Role),
            (Step::Role, Action::Back) => Err(Refusal::AtTheStart),
            (Step::Role | Step::Stage, _) => Err(Refusal::NotHere),
            (_, Action::Review) => self.go(Step::Review),
            (_, Action::Finish) => self.go(Step::Focus),
            (Step::LastOutcome(index), action) => self.last_outcome(index, action),
            (Step::LastNote(index), action) => self.last_note(index, action),
            (Step::Evidence(place), action) => self.evidence(place, action),
            (Step::Rating(place), action) => self.rating(place, action),
            (Step::Review, action) => self.review(action),
            (Step::Focus, action) => self.focus(action),
        }
    }

    fn choose_role(&mut self, index: usize) -> Result<Vec<Event>, Refusal> {
        let most = self.rubric.profiles.len();
        let profile = self
            .rubric
            .profiles
            .get(index)
            .ok_or(Refusal::NoSuchChoice { most })?;
        self.draft.role.clone_from(&profile.id);
        let next = if self.ask_stage {
            Step::Stage
        } else {
            self.after_opening()
        };
        self.go(next)
    }

    fn choose_stage(&mut self, index: usize) -> Result<Vec<Event>, Refusal> {
        let most = self.rubric.stages.len() + 1;
        self.draft.stage = match index.checked_sub(1) {
            None => None,
            Some(index) => Some(
                self.rubric
                    .stages
                    .get(index)
                    .ok_or(Refusal::NoSuchChoice { most })?
                    .id
                    .clone(),
            ),
        };
        let next = self.after_opening();
        self.go(next)
    }

    fn last_outcome(&mut self, index: usize, action: Action) -> Result<Vec<Event>, Refusal> {
        match action {
            Action::Choose(choice) => {
                let most = Outcome::ALL.len();
                let outcome = *Outcome::ALL
                    .get(choice)
                    .ok_or(Refusal::NoSuchChoice { most })?;
                if let Some(item) = self.draft.last_focus.get_mut(index) {
                    item.outcome = Some(outcome);
                }
                self.go(Step::LastNote(index))
            }
            Action::Skip => {
                let next = self.after_focus_item(index);
                self.go(next)
            }
            Action::Back if index == 0 => Err(Refusal::AtTheStart),
            Action::Back => self.go(Step::LastOutcome(index - 1)),
            _ => Err(Refusal::NotHere),
        }
    }

    fn last_note(&mut self, index: usize, action: Action) -> Result<Vec<Event>, Refusal> {
        match action {
            Action::Note(note) => {
                if let Some(item) = self.draft.last_focus.get_mut(index)
                    && !note.trim().is_empty()
                {
                    item.note = note;
                }
            }
            Action::Skip => {}
            Action::Back => return self.go(Step::LastOutcome(index)),
            _ => return Err(Refusal::NotHere),
        }
        let next = self.after_focus_item(index);
        self.go(next)
    }

    fn evidence(&mut self, place: usize, action: Action) -> Result<Vec<Event>, Refusal> {
        match action {
            Action::Line(line) => {
                if self.typed.is_empty() {
                    self.before = self.answer(place).evidence;
                }
                self.typed.push(line);
                // Both are kept until the new text is whole.
                let text = joined(&self.before, &self.typed.join("\n"));
                self.answer_mut(place).evidence = text;
                Ok(Vec::new())
            }
            Action::EndOfEvidence => {
                if self.is_typing() {
                    self.answer_mut(place).evidence = self.typed.join("\n");
                }
                self.go(Step::Rating(place))
            }
            Action::Evidence(text) => {
                self.answer_mut(place).evidence = text;
                self.go(Step::Rating(place))
            }
            Action::Reuse => {
                let events = self.reuse(place)?;
                self.go(Step::Rating(place))?;
                Ok(events)
            }
            Action::Rate(_) | Action::Keep => Err(Refusal::NotHere),
            action => self.either(place, action),
        }
    }

    fn rating(&mut self, place: usize, action: Action) -> Result<Vec<Event>, Refusal> {
        match action {
            Action::Rate(rating) => {
                self.answer_mut(place).state = State::Rated(rating);
                Ok(self.answered(place))
            }
            Action::Keep if self.answer(place).state == State::Open => Err(Refusal::NotAnswered),
            Action::Keep => Ok(self.answered(place)),
            Action::Evidence(text) => {
                self.answer_mut(place).evidence = text;
                Ok(Vec::new())
            }
            Action::Reuse => self.reuse(place),
            action => self.either(place, action),
        }
    }

    /// What works the same before the text and before the rating.
    fn either(&mut self, place: usize, action: Action) -> Result<Vec<Event>, Refusal> {
        match action {
            Action::Clear => {
                self.answer_mut(place).evidence.clear();
                self.typed.clear();
                self.before.clear();
                self.step = Step::Evidence(place);
                Ok(vec![Event::Cleared])
            }
            Action::Private => {
                let answer = self.answer_mut(place);
                answer.private = !answer.private;
                Ok(vec![Event::Private(answer.private)])
            }
            Action::Skip => {
                self.answer_mut(place).state = State::Skipped;
                Ok(self.answered(place))
            }
            Action::NotApplicable { reason, note } => {
                self.answer_mut(place).state = State::NotApplicable { reason, note };
                Ok(self.answered(place))
            }
            Action::Back => {
                let next = self.step_before(place).ok_or(Refusal::AtTheStart)?;
                self.go(next)
            }
            Action::GoTo(id) => self.open_question(&id),
            _ => Err(Refusal::NotHere),
        }
    }

    fn review(&mut self, action: Action) -> Result<Vec<Event>, Refusal> {
        match action {
            Action::GoTo(id) => self.open_question(&id),
            Action::Back => {
                self.onward = Onward::NextQuestion;
                let next = self
                    .first_open()
                    .or_else(|| self.asked.last().copied())
                    .map_or(Step::Review, Step::Evidence);
                self.go(next)
            }
            _ => Err(Refusal::NotHere),
        }
    }

    fn focus(&mut self, action: Action) -> Result<Vec<Event>, Refusal> {
        match action {
            Action::Focus(focus) => {
                if self.rubric.skill(&focus.skill).is_none() {
                    return Err(Refusal::NoSuchSkill(focus.skill));
                }
                if focus.action.trim().is_empty() {
                    return Err(Refusal::EmptyFocus);
                }
                if self.chosen == 0 {
                    self.draft.focus.clear();
                }
                self.draft.focus.push(focus);
                self.chosen += 1;
                if self.focus_left() == 0 {
                    self.step = Step::Done;
                }
                Ok(Vec::new())
            }
            Action::EndOfFocus => self.go(Step::Done),
            Action::Back => self.go(Step::Review),
            _ => Err(Refusal::NotHere),
        }
    }

    fn open_question(&mut self, id: &str) -> Result<Vec<Event>, Refusal> {
        let place = self.place(id)?;
        self.onward = Onward::Review;
        self.go(Step::Evidence(place))
    }

    fn reuse(&mut self, place: usize) -> Result<Vec<Event>, Refusal> {
        let earlier = self.earlier(place).ok_or(Refusal::NothingToReuse)?;
        let answer = self.answer_mut(place);
        if !answer.evidence.contains(earlier.evidence.trim()) {
            answer.evidence = joined(&answer.evidence, &earlier.evidence);
        }
        answer.private |= earlier.private;
        Ok(vec![Event::Reused])
    }

    /// What follows from an answer: what to tell, and where to go on.
    fn answered(&mut self, place: usize) -> Vec<Event> {
        let Some((skill, question)) = self.question(place) else {
            return Vec::new();
        };
        let (position, of) = self.position(place);
        let mut events = vec![Event::Answered {
            question: question.id.clone(),
            position,
            of,
        }];
        if self.all_answered(|other| other.id == skill.id) {
            events.push(Event::SkillDone {
                skill: skill.id.clone(),
            });
        }
        let next = match self.onward {
            Onward::NextQuestion => match self.next_open(place) {
                Some(next) => {
                    if self.crosses_cluster(skill, next) {
                        events.push(Event::ClusterDone {
                            cluster: skill.cluster.clone(),
                        });
                    }
                    Step::Evidence(next)
                }
                None => Step::Review,
            },
            Onward::Review => Step::Review,
            Onward::Done => Step::Done,
        };
        self.enter(next);
        events
    }

    fn crosses_cluster(&self, from: &Skill, next: usize) -> bool {
        self.question(next)
            .is_some_and(|(skill, _)| skill.cluster != from.cluster)
            && self.all_answered(|skill| skill.cluster == from.cluster)
    }

    fn all_answered(&self, of: impl Fn(&Skill) -> bool) -> bool {
        self.asked
            .iter()
            .filter(|place| self.question(**place).is_some_and(|(skill, _)| of(skill)))
            .all(|place| self.answer(*place).state != State::Open)
    }

    fn next_open(&self, place: usize) -> Option<usize> {
        let is_open = |place: &&usize| self.answer(**place).state == State::Open;
        let after = self.asked.iter().filter(|asked| **asked > place);
        after
            .clone()
            .find(is_open)
            .copied()
            .or_else(|| self.first_open())
    }

    fn first_open(&self) -> Option<usize> {
        self.asked
            .iter()
            .find(|place| self.answer(**place).state == State::Open)
            .copied()
    }

    fn step_before(&self, place: usize) -> Option<Step> {
        if self.onward != Onward::NextQuestion {
            return Some(Step::Review);
        }
        let before = self.asked.iter().rev().find(|asked| **asked < place);
        match before {
            Some(before) => Some(Step::Evidence(*before)),
            None => self
                .draft
                .last_focus
                .len()
                .checked_sub(1)
                .map(Step::LastOutcome),
        }
    }

    fn after_opening(&self) -> Step {
        let unsaid = self
            .draft
            .last_focus
            .iter()
            .position(|item| item.outcome.is_none());
        match unsaid {
            Some(index) if self.draft.answered() == 0 => Step::LastOutcome(index),
            _ => self.first_open().map_or(Step::Review, Step::Evidence),
        }
    }

    fn after_focus_item(&self, index: usize) -> Step {
        if index + 1 < self.draft.last_focus.len() {
            Step::LastOutcome(index + 1)
        } else {
            self.first_open().map_or(Step::Review, Step::Evidence)
        }
    }

    /// Brings the focus of last time into the draft, to be asked about.
    fn carry_focus(&mut self) {
        for focus in self.previous.map_or(&[][..], |previous| &previous.focus) {
            let known = self
                .draft
                .last_focus
                .iter()
                .any(|item| item.skill == focus.skill && item.action == focus.action);
            if !known {
                self.draft.last_focus.push(FocusOutcome {
                    skill: focus.skill.clone(),
                    action: focus.action.clone(),
                    outcome: None,
                    note: String::new(),
                });
            }
        }
    }

    fn place(&self, id: &str) -> Result<usize, Refusal> {
        self.questions
            .iter()
            .position(|(_, question)| question.id == id)
            .ok_or_else(|| Refusal::NoSuchQuestion(id.to_owned()))
    }

    fn answer_mut(&mut self, place: usize) -> &mut Answer {
        let id = self
            .question(place)
            .map(|(_, question)| question.id.clone());
        self.draft
            .answers
            .entry(id.unwrap_or_default())
            .or_default()
    }

    fn go(&mut self, step: Step) -> Result<Vec<Event>, Refusal> {
        self.enter(step);
        Ok(Vec::new())
    }

    fn enter(&mut self, step: Step) {
        self.typed.clear();
        self.before.clear();
        self.chosen = 0;
        self.step = step;
        if step == Step::Review && self.onward == Onward::Done {
            self.onward = Onward::Review;
        }
    }
}

/// Two texts one under the other; either may be empty.
fn joined(one: &str, other: &str) -> String {
    match (one.trim().is_empty(), other.trim().is_empty()) {
        (true, _) => other.to_owned(),
        (_, true) => one.to_owned(),
        _ => format!("{one}\n{other}"),
    }
}
